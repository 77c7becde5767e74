/** One open environment: puts the parts together and answers the gateway's calls. */
import {
  UpstreamContract,
  type CallContext,
  type Connection,
  type ConnectionNote,
  type EntityDeclaration,
  type Expression,
  type Key,
  type OpenContext,
  type Page,
  type RemoteQuery,
  type Row,
  type TermOpinion,
  type TermRefusal,
  type WriteCommand,
  type WriteResult,
} from '../../src/provider-sdk/index';
import type { FinanceOperationsConfiguration } from './configuration';
import { tokenFetcherOf } from './credential';
import type { CredentialConfiguration } from './credential-configuration';
import { DataService } from './data-service';
import { EntityCatalog } from './entity-catalog';
import { Experience } from './experience';
import { readByKeys } from './get-many';
import { MetadataFiles } from './metadata-files';
import { originOf } from './origin';
import { planTerm } from './plan-term';
import { memberOf } from './read-errors';
import { readRows, type Reading } from './read-rows';
import { TokenCache } from './token-cache';
import { writeRow } from './write-row';
import { writeTogether } from './write-together';

const MILLISECONDS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export interface ConnectionOptions extends Pick<
  FinanceOperationsConfiguration,
  'linkHosts' | 'maxUrlLength' | 'pageSize' | 'metadataTtl' | 'text'
> {
  readonly url: string;
  readonly credential: CredentialConfiguration;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
  /** Runs after the connection is closed. */
  readonly afterClose?: () => Promise<void>;
}

export class FinanceOperationsConnection implements Connection {
  private readonly reading: Reading;
  private readonly afterClose: () => Promise<void>;

  constructor(options: ConnectionOptions, context: OpenContext) {
    const now = options.now ?? Date.now;
    const origin = originOf(options.url);
    const clients: { close(): Promise<void> }[] = [];
    const open = (address: string): ReturnType<OpenContext['http']> => {
      const client = context.http(address);
      clients.push(client);
      return client;
    };
    const fetchToken = tokenFetcherOf(options.credential, origin, open);
    const tokens = fetchToken === undefined ? undefined : new TokenCache(fetchToken, now);
    const experience = new Experience(now);
    const service = new DataService({
      origin,
      http: open(origin),
      tokens,
      limited: (milliseconds) => experience.rememberLimit(milliseconds),
    });
    this.reading = {
      service,
      catalog: new EntityCatalog({
        service,
        files: new MetadataFiles(context.cacheFolder, origin),
        timeToLive: durationOf(options.metadataTtl ?? '24h'),
        text: options.text ?? 'exact',
        now,
        warn: (message) => context.log('warn', message),
      }),
      experience,
      linkHosts: options.linkHosts ?? [],
      maxUrlLength: options.maxUrlLength ?? 2_000,
      pageSize: options.pageSize ?? 5_000,
    };
    this.afterClose = async () => {
      await Promise.all(clients.map((client) => client.close()));
      await options.afterClose?.();
    };
  }

  async entities(names: readonly string[], context: CallContext): Promise<readonly EntityDeclaration[]> {
    const entities = await this.reading.catalog.entities(names, context);
    return entities.map(({ declaration }) => declaration);
  }

  read(query: RemoteQuery, context: CallContext): AsyncGenerator<Page, void, undefined> {
    return readRows(query, this.reading, context);
  }

  getMany(
    entity: string,
    keys: readonly Key[],
    columns: readonly string[],
    context: CallContext,
  ): Promise<readonly (Row | undefined)[]> {
    return readByKeys(entity, keys, columns, this.reading, context);
  }

  write(command: WriteCommand, context: CallContext): Promise<WriteResult> {
    return writeRow(command, this.reading, context);
  }

  writeTogether(commands: readonly WriteCommand[], context: CallContext): Promise<readonly WriteResult[]> {
    return writeTogether(commands, this.reading, context);
  }

  plan(entity: string, term: Expression): TermOpinion | undefined {
    return planTerm(entity, term, this.reading.experience);
  }

  planSort(entity: string, column: string): TermRefusal | undefined {
    return this.reading.experience.refusalOf(entity, column, 'sort');
  }

  notes(): readonly ConnectionNote[] {
    return this.reading.experience.notes();
  }

  /** Companies are global and few: the smallest read that needs a token, a registered application and a role. */
  async check(context: CallContext): Promise<void> {
    const path = '/data/Companies?cross-company=true&$top=1&$select=DataArea';
    const { body } = await this.reading.service.get(path, { subject: 'Companies' }, context);
    if (!Array.isArray(memberOf(body, 'value'))) {
      throw new UpstreamContract(
        `${this.reading.service.origin} answers, but not as Finance & Operations does.`,
      );
    }
  }

  async close(): Promise<void> {
    await this.reading.catalog.close();
    await this.afterClose();
  }
}

function durationOf(text: string): number {
  const unit = text.slice(-1) as keyof typeof MILLISECONDS;
  return Number(text.slice(0, -1)) * MILLISECONDS[unit];
}
