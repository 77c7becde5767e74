/** How the process itself is: its memory, its CPU time, and how late it comes to its work. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ProcessState } from './answers';

/** Milliseconds. */
const RESOLUTION = 20;
const MINUTE = 60_000;
const NANOSECONDS_OF_A_MILLISECOND = 1_000_000;
const MICROSECONDS_OF_A_SECOND = 1_000_000;

@Injectable()
export class ProcessFigures implements OnModuleDestroy {
  readonly #delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  readonly #timer = setInterval(() => this.#delays.reset(), MINUTE).unref();

  constructor() {
    this.#delays.enable();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
    this.#delays.disable();
  }

  now(): ProcessState {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return {
      startedAt: performance.timeOrigin,
      memory: rss,
      heap: heapUsed,
      cpu: (user + system) / MICROSECONDS_OF_A_SECOND,
      // Node measures from timer to timer: the pause that was asked for is in it.
      delay: Math.max(0, this.#delays.percentile(99) / NANOSECONDS_OF_A_MILLISECOND - RESOLUTION),
    };
  }
}
