/** Parse, bind and plan of what Dataverse sends, beside the syntax tree alone that odata-v4-parser makes of the same text. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filter as parseByODataV4Parser } from 'odata-v4-parser';
import { parseRequest } from '../src/gateway/parse-request';
import type { OpenService } from '../src/gateway/open-service';
import type { ServiceModel } from '../src/model/entity-set';
import { bindRequest } from '../src/odata/bind/bind-request';
import { planRead } from '../src/plan/plan-read';
import type { ReadPlan } from '../src/plan/read-plan';
import { builtInProviders } from '../src/server/built-in-providers';
import { loadConfiguration } from '../src/server/configuration/load-configuration';
import { openGateway } from '../src/server/open-gateway';
import { measureInTurns } from './measure';
import type { Measured } from './table';

const configuration = `
connections:
  contoso: { provider: finance-operations, simulator: { customers: 600, orders: 1, products: 1, vendors: 1 } }
services:
  bench:
    auth: none
    entitySets:
      Customers: { connection: contoso, template: Customers }
      CustomerGroups: { connection: contoso, template: CustomerGroups }
      PaymentTerms: { connection: contoso, template: PaymentTerms }
`;

export async function measureQueries(): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vtg-bench-'));
  writeFileSync(join(folder, 'gateway.yaml'), configuration);
  const outcome = loadConfiguration({
    env: { VTG_CONFIG: join(folder, 'gateway.yaml'), VTG_DATA_DIR: join(folder, 'var') },
    providers: builtInProviders,
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  if ('faults' in outcome) throw new Error('The configuration has faults.');
  const gateway = await openGateway(outcome.configuration);
  try {
    const service = gateway.services.get('bench')?.service;
    if (service === undefined) throw new Error('The service is missing.');
    const model = await service.model();
    return [
      measureQuery(gridQuery, { service, model }),
      measureQuery(await guidQuery(service), { service, model }),
    ];
  } finally {
    await gateway.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Query {
  readonly what: string;
  readonly filter: string;
  /** The other options, each with an ampersand before it. */
  readonly rest: string;
  /** Microseconds that parse, bind and plan may take. */
  readonly most: number;
}

const gridQuery: Query = {
  what: 'parse, bind and plan of a grid query',
  filter: "CreditLimit gt 1000 and startswith(Name,'Con')",
  rest: '&$orderby=Name,CustomerSince%20desc&$skip=250&$top=250&$select=CustomerId,Name,CreditLimit&$count=true',
  most: 30,
};

/** The chain that a client without `in` writes for the lookups of many rows. */
async function guidQuery(service: OpenService): Promise<Query> {
  const model = await service.model();
  const codec = model.entitySets.get('Customers')?.key.codec;
  const guids = Array.from({ length: 500 }, (_, index) => {
    const account = `US-${String(index).padStart(6, '0')}`;
    return codec?.encode(['usmf', account]).guid ?? '';
  });
  return {
    what: '… of 500 Guids in or',
    filter: guids.map((guid) => `CustomerId eq ${guid}`).join(' or '),
    rest: '&$select=CustomerId,Name',
    most: 3_000,
  };
}

interface Subject {
  readonly service: OpenService;
  readonly model: ServiceModel;
}

function measureQuery({ what, filter, rest, most }: Query, subject: Subject): Measured {
  const target = `Customers?$filter=${encodeURIComponent(filter)}${rest}`;
  const raw = encodeURI(filter);
  if (planOf(target, subject).source.kind === 'nothing') throw new Error('The query asks for nothing.');
  const { gateway, control } = measureInTurns({
    gateway: () => planOf(target, subject),
    control: () => parseByODataV4Parser(raw),
  });
  return {
    what,
    ours: gateway * 1_000,
    unit: 'µs',
    control: { name: 'odata-v4-parser, $filter only', value: control * 1_000 },
    most: { value: most },
  };
}

function planOf(target: string, { service, model }: Subject): ReadPlan {
  const incoming = { method: 'GET', target, headers: {}, signal: idle };
  const { path, options } = parseRequest(incoming, service.limits);
  const request = bindRequest({ path, options, model, now: '2026-11-26T00:00:00Z' });
  if (request.kind !== 'collection') throw new Error('The query is not for a collection.');
  const { query } = request;
  const connection = service.connection(query.entitySet.connection);
  const window = { skip: query.skip, top: query.top ?? service.pageSize };
  return planRead(query, window, { collation: model.collation, connection, decode: service.decode });
}

const idle = new AbortController().signal;
