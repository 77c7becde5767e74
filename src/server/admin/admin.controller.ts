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
  @Summary('Whether the gateway takes requests, and how many records were lost.')
  health(): Health {
    const { draining, services, records } = this.gateway;
    return {
      status: draining ? 'draining' : 'ok',
      services: [...services.keys()],
      ...(records === undefined
        ? {}
        : { records: { lost: records.lost(), lostBySink: records.lostBySink() } }),
    };
  }
}
