/** The administrator's view: what is served, how a URL would be answered, how the connections are. */
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { RequestError } from '../../errors';
import { explainRead, type Explanation } from '../../gateway/explain-read';
import { GATEWAY, type Gateway } from '../gateway';
import { targetOf } from '../odata-request';

@Controller()
export class AdminController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  @Get('health')
  health(): object {
    const { draining, services, records } = this.gateway;
    return {
      status: draining ? 'draining' : 'ok',
      services: [...services.keys()],
      ...(records === undefined ? {} : { records: { lost: records.lost() } }),
    };
  }

  /** The connections, and how many requests each has sent to its source since the start. */
  @Get('api/connections')
  connections(): object {
    const items = [...this.gateway.connections.values()].map((connection) => ({
      name: connection.name,
      calls: connection.requests(),
    }));
    return { items };
  }

  /** The plan of a URL, without running it: `?service=demo&url=Customers?$filter=…`, or the whole URL alone. */
  @Get('api/explain')
  explain(@Query('url') url?: unknown, @Query('service') name?: unknown): Promise<Explanation> {
    const target = targetOf(onlyText('url', url), name === undefined ? undefined : onlyText('service', name));
    const served = this.gateway.services.get(target.service);
    if (served === undefined)
      throw new RequestError('UnknownResource', 'there is no such service.', { target: 'service' });
    return explainRead(target.rest, served.service);
  }
}

/** A parameter that is given twice arrives as a list. */
function onlyText(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  const fault = value === undefined || value === '' ? 'is missing' : 'is given more than once';
  throw new RequestError('InvalidQueryOption', `${name} ${fault}.`, { target: name });
}
