/** What is configured, after defaults and the environment. */
import { Controller, Get, Inject } from '@nestjs/common';
import { pathText } from '../configuration/fault';
import { GATEWAY, type Gateway } from '../gateway';
import type { Settings } from './answers';
import { Needs } from './needs';
import { Summary } from './summary';

@Controller('api/settings')
@Needs('aggregates')
export class SettingsController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  @Get()
  @Summary('Each setting that is in effect, and where it comes from; secrets are hidden.')
  show(): Settings {
    const { configuration } = this.gateway;
    const items = configuration.settings().map(({ path, ...rest }) => ({ path: pathText(path), ...rest }));
    return { file: configuration.file, items };
  }
}
