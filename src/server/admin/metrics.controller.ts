/** The figures of the gateway for Prometheus, or whatever else reads its format. */
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { PROMETHEUS_TYPE, writeMetrics } from '../../activity/prometheus-text';
import { GATEWAY, type Gateway } from '../gateway';
import { gatewayMetrics } from './gateway-metrics';
import { Needs } from './needs';
import { ProcessFigures } from './process-figures';
import { Summary } from './summary';

@Controller('metrics')
@Needs('aggregates')
export class MetricsController {
  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(ProcessFigures) private readonly process: ProcessFigures,
  ) {}

  @Get()
  @Summary('The figures of the gateway, as Prometheus reads them.', {
    'text/plain': 'Version 0.0.4 of the text format of Prometheus.',
  })
  @Header('content-type', PROMETHEUS_TYPE)
  show(): string {
    return writeMetrics(gatewayMetrics(this.gateway, this.process.now()));
  }
}
