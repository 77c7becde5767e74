/** Live mode: what runs now, and word of what has ended; where the stream of events fails, the list is asked for instead. */
import { useEffect, useState } from 'react';
import type { RunningQueries } from '../../../src/server/admin/answers';
import { events } from '../api/events';
import { addressOf } from '../api/client';
import type { Filters } from './filters';

/** A busy gateway ends thousands a second; a reader follows one change of the list. */
const LEAST_PAUSE = 1_000;
/** Without the stream. */
const ASK_EVERY = 2_000;
/** So often is asked before the stream is tried again. */
const ASKED_BETWEEN = 5;

export interface Live {
  /** Undefined while nobody tells. */
  readonly running: (RunningQueries & { readonly heardAt: number }) | undefined;
}

export function useLive(isOn: boolean, filters: Filters, refresh: () => void): Live {
  const [running, setRunning] = useState<Live['running']>();
  const { service, entitySet, status } = filters;
  useEffect(() => {
    if (!isOn) return undefined;
    const leaving = new AbortController();
    const bell = pacedBell(refresh);
    const address = addressOf('/api/queries/live', { service, entitySet, status });
    const listen = async (): Promise<void> => {
      for await (const { name, content } of events(address, leaving.signal)) {
        if (name === 'running') setRunning({ ...(content as RunningQueries), heardAt: Date.now() });
        else bell.ring();
      }
    };
    const follow = async (): Promise<void> => {
      while (!leaving.signal.aborted) {
        await listen().catch(() => undefined);
        setRunning(undefined);
        for (let asked = 0; asked < ASKED_BETWEEN && !leaving.signal.aborted; asked++) {
          refresh();
          await pause(ASK_EVERY);
        }
      }
    };
    void follow();
    return () => {
      leaving.abort();
      bell.stop();
    };
  }, [isOn, service, entitySet, status, refresh]);
  return { running: isOn ? running : undefined };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function pacedBell(strike: () => void): { ring(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ring() {
      timer ??= setTimeout(() => {
        timer = undefined;
        strike();
      }, LEAST_PAUSE);
    },
    stop: () => clearTimeout(timer),
  };
}
