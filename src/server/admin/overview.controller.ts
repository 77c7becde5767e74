/** How the gateway is doing: its figures over the last hour, per service and per connection, and since its start. */
import { Controller, Get, Inject } from '@nestjs/common';
import { connectionCounters } from '../../activity/connection-activity';
import { STEP, stepsUntil } from '../../activity/counted';
import { serviceCounters } from '../../activity/service-activity';
import { GATEWAY, type Gateway, type KeptRecords } from '../gateway';
import { version } from '../version';
import { activityFigures } from './activity-figures';
import type { ConnectionOverview, Overview, ServiceOverview } from './answers';
import { Needs } from './needs';
import { ProcessFigures } from './process-figures';
import { Summary } from './summary';

@Controller('api/overview')
@Needs('aggregates')
export class OverviewController {
  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(ProcessFigures) private readonly process: ProcessFigures,
  ) {}

  @Get()
  @Summary('How the gateway is doing: figures since its start and over the last hour.')
  async show(): Promise<Overview> {
    const { services, cache, records } = this.gateway;
    const kept = records === undefined ? undefined : await stateOf(records);
    const now = performance.now();
    // Of the clock as it is now, like the records: it may have been set since the start.
    const start = Date.now() - now;
    const subjects = [...services.values()].map(({ activity }) => activity.counted);
    return {
      version,
      step: STEP,
      at: stepsUntil(now).map((step) => Math.round(start + step * STEP)),
      all: activityFigures(serviceCounters, subjects, now),
      services: this.#services(now),
      connections: this.#connections(now),
      cache: {
        linked: cache.link.isLinked(),
        bytes: cache.tiers.reduce((sum, { bytes }) => sum + bytes, 0),
      },
      ...(kept === undefined ? {} : { records: kept }),
      process: this.process.now(),
    };
  }

  #services(now: number): readonly ServiceOverview[] {
    return [...this.gateway.services].map(([name, { activity }]) => ({
      name,
      ...activityFigures(serviceCounters, [activity.counted], now),
    }));
  }

  #connections(now: number): readonly ConnectionOverview[] {
    return [...this.gateway.connections.values()].map((open) => ({
      name: open.name,
      ...activityFigures(connectionCounters, [open.activity.counted], now),
      load: open.load(),
      breakers: open.breakers(),
      notes: open.connection.notes?.() ?? [],
    }));
  }
}

/** A store that fails must not hide the figures of everything else. */
async function stateOf(records: KeptRecords): Promise<NonNullable<Overview['records']>> {
  const size = await records.store.size().catch(() => undefined);
  return { lost: records.lost(), waiting: records.waiting(), ...size };
}
