/** The connections: how each is configured, what it has learned, who uses it, and whether it works. */
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { RequestError } from '../../errors';
import { detachedCall } from '../../gateway/detached-call';
import { checkConnection } from '../../gateway/check-connection';
import type { OpenConnection } from '../../gateway/open-connections';
import { requireJson } from '../../odata/body/content-type';
import { settingsBelow } from '../configuration/effective-settings';
import { GATEWAY, type Gateway } from '../gateway';
import { AdminAudit } from './admin-audit';
import type { AdminRequest } from './admin-request';
import type { CheckResult, ClosedBreakers, ConnectionEntry, Items } from './answers';
import { BreakerRequest } from './breaker-request';
import { FromBody } from './from-request';
import { Needs } from './needs';
import { Summary } from './summary';

/** An administrator waits, and so does whatever stands between. */
const CHECK_TIMEOUT = 20_000;

@Controller('api/connections')
export class ConnectionsController {
  /** The last check of each; a restart forgets them. */
  readonly #checks = new Map<string, CheckResult>();

  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(AdminAudit) private readonly audit: AdminAudit,
  ) {}

  @Get()
  @Summary('How each connection is configured, what it has learned, and who uses it.')
  @Needs('aggregates')
  list(): Items<ConnectionEntry> {
    return { items: [...this.gateway.connections.values()].map((connection) => this.#entryOf(connection)) };
  }

  /** JSON is demanded though nothing is sent: a page of another site cannot ask for it unasked. */
  @Post(':name/check')
  @Summary('Asks the source of a connection whether it works.')
  @HttpCode(200)
  @Needs('actions')
  async check(
    @Headers('content-type') contentType: string | undefined,
    @Param('name') name: string,
    @Req() request: AdminRequest,
  ): Promise<CheckResult> {
    this.audit.note(request, 'check', { connection: name });
    requireJson(contentType);
    const connection = this.#find(name);
    const result = await detachedCall(CHECK_TIMEOUT, {}, (context) => checkConnection(connection, context));
    this.#checks.set(name, result);
    return result;
  }

  @Post(':name/breaker')
  @Summary('Has the source of a connection asked again that was left alone because it failed.')
  @HttpCode(200)
  @Needs('actions')
  closeBreaker(
    @FromBody(BreakerRequest) { state }: BreakerRequest,
    @Param('name') name: string,
    @Req() request: AdminRequest,
  ): ClosedBreakers {
    this.audit.note(request, 'breaker', { connection: name, state });
    const connection = this.#find(name);
    connection.closeBreakers();
    return { items: connection.breakers() };
  }

  #find(name: string): OpenConnection {
    const connection = this.gateway.connections.get(name);
    if (connection !== undefined) return connection;
    throw new RequestError('UnknownResource', 'there is no such connection.', { target: 'name' });
  }

  #entryOf(open: OpenConnection): ConnectionEntry {
    const { name, provider, connection } = open;
    const { provider: _provider, ...configuration } = settingsBelow(this.gateway.configuration.settings(), [
      'connections',
      name,
    ]);
    const check = this.#checks.get(name);
    return {
      name,
      provider,
      configuration,
      calls: open.activity.counted.total().counts.calls,
      ...(check === undefined ? {} : { check }),
      breakers: open.breakers(),
      notes: connection.notes?.() ?? [],
      sets: [...this.gateway.services.values()].flatMap(({ service: { definition } }) =>
        definition.entitySets.flatMap((set) =>
          set.connection === name ? [{ service: definition.name, entitySet: set.name }] : [],
        ),
      ),
    };
  }
}
