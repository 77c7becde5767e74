/** Replays one profile against a service root and judges every entity set it finds there. */
import { runCheck, type CheckResult } from './check';
import { HttpCaller, type Headers } from './http-caller';
import { judgeNoRedirect } from './judge-answer';
import { judgeMetadata, judgeServiceDocument, judgeTable } from './judge-model';
import { profiles, type Profile, type ProfileName } from './profiles';
import {
  countOutcomes,
  sumFreshness,
  withoutSecrets,
  type EntitySetReport,
  type ReplayReport,
} from './report';
import { takeSample, type Sample } from './sample';
import { ServiceAddress } from './service-address';
import type { ServiceModel, TableModel } from './service-model';
import { TableSession } from './table-session';
import { UpstreamCounter } from './upstream-counter';

export interface ReplayOptions {
  readonly profile: ProfileName;
  /** The service root, as it is typed into a Dataverse data source. */
  readonly url: string;
  /** Where links in answers point, if the endpoint is published at another address than `url`. */
  readonly publicUrl?: string;
  /** Header parameters of the data source. */
  readonly headers?: Headers;
  /** Query parameters of the data source. */
  readonly query?: Readonly<Record<string, string>>;
  /** Judge these entity sets only. */
  readonly entitySets?: readonly string[];
  /** The data source's timeout. */
  readonly timeoutMs?: number;
  /** The gateway's admin port, which counts the calls on its sources. */
  readonly admin?: string;
  /** Told the name of each entity set before it is judged. */
  readonly onEntitySet?: (entitySet: string) => void;
}

/** Asks everything of the profile, and resolves with the report whatever the endpoint does. */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const address = new ServiceAddress(options.url, options.publicUrl);
  const { headers = {}, query = {}, timeoutMs = 30_000 } = options;
  const caller = new HttpCaller({ root: address.root, headers, query, timeoutMs });
  try {
    return await judgeService(options, address, caller);
  } finally {
    caller.close();
  }
}

async function judgeService(
  options: ReplayOptions,
  address: ServiceAddress,
  caller: HttpCaller,
): Promise<ReplayReport> {
  const profile = profiles[options.profile];
  const { model, service } = await discover(profile, address, caller);
  const upstream = options.admin === undefined ? undefined : new UpstreamCounter(options.admin);
  const entitySets: EntitySetReport[] = [];
  for (const table of chosenTables(model, options.entitySets)) {
    options.onEntitySet?.(table.set);
    const session = new TableSession(table, address, profile.manner, caller);
    entitySets.push(await judgeEntitySet(profile, session, model, upstream));
  }
  const unknown = unknownSets(model, options.entitySets);
  const checks = [...service, ...entitySets, ...unknown].flatMap(checksOf);
  const totals = countOutcomes(checks);
  const freshness = sumFreshness(checks);
  const secrets = secretsOf(options);
  const hide = (check: CheckResult): CheckResult => withoutSecrets(check, secrets);
  return {
    serviceRoot: address.root.href,
    profile: options.profile,
    service: service.map(hide),
    entitySets: [...entitySets, ...unknown].map((each) => ({ ...each, checks: each.checks.map(hide) })),
    requests: caller.sent,
    totals,
    ...(freshness && { freshness }),
    dataverseSafe: totals.failed === 0 && totals.passed > 0,
  };
}

/** The values of the data source's parameters, plain and as a URL writes them; an empty one hides nothing. */
function secretsOf({ headers = {}, query = {} }: ReplayOptions): readonly string[] {
  const values = [...Object.values(headers), ...Object.values(query)];
  return values.flatMap((value) => [value, encodeURIComponent(value)]).filter((value) => value !== '');
}

interface Discovery {
  readonly model: ServiceModel;
  readonly service: readonly CheckResult[];
}

const emptyModel: ServiceModel = { version: '', tables: [], enums: new Map() };

/** What the provider reads before any row: the root and the metadata, with the same credentials as the data. */
async function discover(profile: Profile, address: ServiceAddress, caller: HttpCaller): Promise<Discovery> {
  const { documentHeaders, metadataHeaders } = profile.manner;
  const root = address.target('');
  const metadata = address.target('$metadata');
  let model = emptyModel;
  let etag: string | undefined;
  const service = [
    await runCheck('$metadata', async (check) => {
      const exchange = await caller.get(metadata, metadataHeaders);
      model = judgeMetadata(check, exchange);
      etag = exchange.headers.get('etag');
    }),
    await runCheck('$metadata, not modified', async (check) => {
      if (etag === undefined) return check.skip('no ETag came');
      const exchange = await caller.get(metadata, { ...metadataHeaders, 'If-None-Match': etag });
      if (exchange.status === 304) return;
      judgeNoRedirect(check, exchange);
      check.fail('status', `answered ${exchange.status} to its own ETag, not 304`, exchange);
    }),
    await runCheck('service document', async (check) => {
      judgeServiceDocument(check, await caller.get(root, documentHeaders), model, address);
    }),
  ];
  return { model, service };
}

async function judgeEntitySet(
  profile: Profile,
  session: TableSession,
  service: ServiceModel,
  upstream: UpstreamCounter | undefined,
): Promise<EntitySetReport> {
  const { table } = session;
  const entitySet = table.set;
  let identifiable = false;
  const modelCheck = await runCheck('model', async (check) => {
    judgeTable(check, table, service);
    identifiable = true;
  });
  if (!identifiable) return { entitySet, checks: [modelCheck] };
  let sample: Sample | undefined;
  const sampleCheck = await runCheck('rows with every column', async (check) => {
    sample = await takeSample(check, session);
  });
  const checks = [modelCheck, sampleCheck];
  if (sample === undefined) return { entitySet, checks };
  for (const scenario of profile.scenarios) {
    checks.push(...(await scenario({ session, sample, service, upstream })));
  }
  return { entitySet, ...(sample.total !== undefined && { rows: sample.total }), checks };
}

function chosenTables(model: ServiceModel, wanted: readonly string[] | undefined): readonly TableModel[] {
  return wanted === undefined ? model.tables : model.tables.filter(({ set }) => wanted.includes(set));
}

/** An entity set that was asked for and isn't there fails the report, rather than shrink it. */
function unknownSets(model: ServiceModel, wanted: readonly string[] = []): readonly EntitySetReport[] {
  const missing = wanted.filter((name) => !model.tables.some(({ set }) => set === name));
  return missing.map((entitySet) => ({
    entitySet,
    checks: [
      {
        name: 'model',
        outcome: 'failed',
        violations: [{ rule: 'model', reason: '$metadata has no such entity set' }],
      },
    ],
  }));
}

function checksOf(part: CheckResult | EntitySetReport): readonly CheckResult[] {
  return 'checks' in part ? part.checks : [part];
}
