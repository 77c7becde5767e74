/** How the gateway is, for whoever watches it. */
import { Controller, Get, Inject } from '@nestjs/common';
import { GATEWAY, type Gateway } from '../gateway';
import type { Health } from './answers';
import { Needs } from './needs';
import { Summary } from './summary';

@Controller()
export class AdminController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  @Get('health')
  @Needs('aggregates')
  @Summary(
    'Whether the gateway takes requests, which sources it does not ask, and how many records were lost.',
  )
  health(): Health {
    const { draining, services, connections, records } = this.gateway;
    const breakers = [...connections.values()].flatMap((connection) =>
      connection.breakers().map((breaker) => ({ connection: connection.name, ...breaker })),
    );
    return {
      status: draining ? 'draining' : 'ok',
      services: [...services.keys()],
      // They do not make the gateway unwell: its other sources are served.
      breakers: breakers.filter(({ state }) => state !== 'closed'),
      ...(records === undefined
        ? {}
        : { records: { lost: records.lost(), lostBySink: records.lostBySink() } }),
    };
  }
}
