/** Changes cut off at every point: what each caller was told is compared with what the source really carried out (reliability W1 to W5). */
import { setTimeout as delay } from 'node:timers/promises';
import type { WriteFault } from '../../providers/finance-operations/simulator/options';
import type { CommittedWrite } from '../../providers/finance-operations/simulator/writing/ledger';
import { readError } from './support/expect-error';
import { HttpClient, type Received } from './support/http-client';
import { type Relay, type RelayMode, startRelay } from './support/relay';
import { type Entity, ServiceClient } from './support/service-client';
import { recordsIn, startWritable, type WritableGateway } from './support/start-writable';

const WRITES = process.env['VTG_FULL'] === undefined ? 2_000 : 20_000;
const TIMEOUT = process.env['VTG_FULL'] === undefined ? 180_000 : 3_600_000;
const WAVE = 30;

let relay: Relay;
let running: WritableGateway;
let http: HttpClient;
/** Customers of the source that no change has been made of yet, each with its ETag. */
let untouched: Entity[];

beforeAll(async () => {
  relay = await startRelay();
  running = await startWritable({
    relay,
    simulator: { customers: WRITES, orders: 0, recordedWrites: 10 * WRITES },
  });
  http = new HttpClient(running.port, WAVE);
  untouched = [];
  let target: string | undefined = 'Customers?$select=CustomerId,AccountNumber,Company';
  while (target !== undefined) {
    const page: Entity = JSON.parse((await client('sales').get(target)).body) as Entity;
    untouched.push(...(page['value'] as readonly Entity[]));
    target = (page['@odata.nextLink'] as string | undefined)?.replace(/^.*\/odata\/sales\//, '');
  }
  await client('hasty').list('CustomerGroups?$top=1');
}, TIMEOUT);

afterAll(async () => {
  http?.close();
  await relay?.become('pass');
  await running?.stop();
  await relay?.close();
});

function client(service: string): ServiceClient {
  return new ServiceClient(http, service);
}

/** One change, and how its traces in the ledger are known. */
interface Attempted {
  readonly kind: keyof typeof kinds;
  readonly trace: string;
  readonly answer: Received;
}

let turn = 0;

type Send = (service: ServiceClient) => Promise<Omit<Attempted, 'kind'>>;

/** With a key of the caller's or the version of the row a change can be repeated; without it cannot. */
const kinds = {
  'insert with a key': async (service) => {
    const id = `F${++turn}`;
    const entity = { Company: 'usmf', CustomerGroupId: id, Description: id };
    return { trace: `CustomerGroups insert ${id}`, answer: await service.post('CustomerGroups', entity) };
  },
  'insert without a key': async (service) => {
    const id = `F${++turn}`;
    const entity = { Company: 'usmf', Name: id, CustomerGroupId: '30', Currency: 'USD' };
    return { trace: `CustomersV3 insert ${id}`, answer: await service.post('Customers', entity) };
  },
  update: (service) => change(service, 'PATCH', false),
  'update of a version': (service) => change(service, 'PATCH', true),
  delete: (service) => change(service, 'DELETE', false),
  'delete of a version': (service) => change(service, 'DELETE', true),
} as const satisfies Readonly<Record<string, Send>>;

/** Of a row that nobody else changes, to a value that no row has. */
async function change(
  service: ServiceClient,
  method: 'PATCH' | 'DELETE',
  isGuarded: boolean,
): Promise<Omit<Attempted, 'kind'>> {
  const row = untouched.pop();
  if (row === undefined) throw new Error('There are too few customers.');
  const value = ++turn + 0.25;
  const { CustomerId: id, Company: company, AccountNumber: account } = row;
  const headers = isGuarded ? { 'If-Match': String(row['@odata.etag']) } : {};
  const entity = method === 'PATCH' ? { CreditLimit: value } : undefined;
  const kind = method === 'PATCH' ? 'update' : 'delete';
  return {
    trace: `CustomersV3 ${kind} ${String(company)} ${String(account)}`,
    answer: await service.send(method, `Customers(${String(id)})`, entity, headers),
  };
}

function traceOf({ set, kind, key, values }: CommittedWrite): string {
  if (kind !== 'insert') return `${set} ${kind} ${key['dataAreaId'] ?? ''} ${key['CustomerAccount'] ?? ''}`;
  const named = values[set === 'CustomersV3' ? 'OrganizationName' : 'CustomerGroupId'];
  return `${set} insert ${String(named)}`;
}

interface Wave {
  readonly point: Exclude<WriteFault, 'none'> | Exclude<RelayMode, 'pass'>;
  /** Whether repeated changes meet the same fault; or which other one. Default: none. */
  readonly again?: 'same' | WriteFault;
  /** Milliseconds until a late change arrives. */
  readonly writeDelay?: number;
}

/** These keep their callers waiting until the time of the service is over, which is short there. */
const hanging = new Set<Wave['point']>(['hang', 'late', 'executed-hang']);

const quick: readonly Wave[] = (
  [
    'reset-on-head',
    'reset-on-body',
    'refuse-401',
    'refuse-429',
    'refuse-503',
    'executed-reset',
    'executed-reset-in-head',
    'executed-reset-in-body',
    'executed-502',
    'executed-500',
  ] as const
).flatMap((point) => [{ point }, { point, again: 'same' }]);

const waves: readonly Wave[] = [
  ...quick,
  { point: 'reset-on-body', again: 'executed-reset' },
  { point: 'refuse-503', again: 'refuse-429' },
  { point: 'executed-502', again: 'refuse-429' },
  { point: 'refuse' },
  { point: 'hang-up' },
  { point: 'cut-answers' },
];

const slowWaves: readonly Wave[] = [
  { point: 'hang' },
  { point: 'executed-hang' },
  { point: 'late', writeDelay: 150 },
  // After the change was repeated, or while it is; and long after its caller was told.
  { point: 'late', writeDelay: 450, again: 'refuse-429' },
  { point: 'late', writeDelay: 500 },
  { point: 'late', writeDelay: 700, again: 'refuse-429' },
  { point: 'late', writeDelay: 900 },
];
const LATEST = 900;

async function runWave({ point, again, writeDelay = 0 }: Wave): Promise<readonly Attempted[]> {
  const { options } = running.simulator;
  const service = client(hanging.has(point) ? 'hasty' : 'sales');
  const isRelay = point === 'refuse' || point === 'hang-up' || point === 'cut-answers';
  if (isRelay) await relay.become(point);
  else {
    const writeFaultRequests = again === 'same' ? Number.POSITIVE_INFINITY : WAVE;
    Object.assign(options, { writeFault: point, writeFaultRequests, writeDelay });
  }
  const names = Object.keys(kinds) as (keyof typeof kinds)[];
  const sent = Array.from({ length: WAVE }, async (_, index) => {
    const kind = names[index % names.length] ?? 'update';
    return { kind, ...(await kinds[kind](service)) };
  });
  const all = Promise.all(sent);
  if (again !== undefined && again !== 'same') await changeFault(again, all);
  const attempted = await all;
  Object.assign(options, { writeFault: 'none' });
  if (isRelay) await relay.become('pass');
  return attempted;
}

/** As soon as each change has met the first fault, so that only repeated ones meet the other. */
async function changeFault(to: WriteFault, until: Promise<unknown>): Promise<void> {
  const { options } = running.simulator;
  const over = until.then(() => true);
  while (options.writeFaultRequests > 0 && !(await Promise.race([over, delay(2, false)])));
  Object.assign(options, { writeFault: to, writeFaultRequests: Number.POSITIVE_INFINITY });
}

/** What is wrong with an answer, given how often its change was carried out. */
function contradictionIn({ status, body }: Received, times: number): string | undefined {
  if (times > 1) return `carried out ${times} times`;
  if (status < 300) return times === 1 ? undefined : 'said to be made, and was not';
  if (status === 504) {
    return readError(body)?.code === 'WriteOutcomeUnknown' ? undefined : 'unknown without saying so';
  }
  if (status === 500) return 'a fault of the gateway';
  return times === 0 ? undefined : 'said not to be made, and was';
}

/** How often each change was carried out. */
function timesByTrace(): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const write of running.simulator.writes) {
    const trace = traceOf(write);
    times.set(trace, (times.get(trace) ?? 0) + 1);
  }
  return times;
}

describe(`${WRITES} changes, cut at every point`, () => {
  const attempted: (Attempted & { readonly point: Wave['point'] })[] = [];
  let times: ReadonlyMap<string, number>;

  beforeAll(async () => {
    const one = async (wave: Wave): Promise<void> => {
      for (const each of await runWave(wave)) attempted.push({ ...each, point: wave.point });
    };
    // A tenth hangs, each for as long as the service has.
    for (let round = 0; attempted.length < WRITES; round++) {
      for (const wave of round % 4 === 0 ? [...slowWaves, ...waves] : waves) {
        if (attempted.length < WRITES) await one(wave);
      }
    }
    // In the process of this test, so that what was to come before has come.
    await delay(LATEST + 100);
    times = timesByTrace();
  }, TIMEOUT);

  const landed = ({ trace }: Attempted): number => times.get(trace) ?? 0;

  test('contradict no answer, and none is carried out twice', () => {
    const contradictions = attempted.flatMap(({ point, kind, answer, ...rest }) => {
      const contradiction = contradictionIn(answer, landed({ kind, answer, ...rest }));
      return contradiction === undefined ? [] : [{ point, kind, status: answer.status, contradiction }];
    });
    expect(contradictions).toEqual([]);
    expect(attempted.length).toBeGreaterThanOrEqual(WRITES);
    // Nothing is in the ledger but what somebody has asked for.
    const asked = new Set(attempted.map(({ trace }) => trace));
    expect([...times.keys()].filter((trace) => !asked.has(trace))).toEqual([]);
  });

  test('are told apart: made, not sent, unknown', () => {
    const told = (point: Wave['point'], kind?: Attempted['kind']): readonly number[] => [
      ...new Set(
        attempted
          .filter((each) => each.point === point && (kind === undefined || each.kind === kind))
          .map(({ answer }) => answer.status),
      ),
    ];
    // Nobody listens: nothing was sent.
    expect(told('refuse')).toEqual([503]);
    expect(told('refuse-429')).toEqual([503]);
    // It arrived, and nothing can be read back.
    expect(told('cut-answers')).toEqual([504]);
    // What can be read back is no longer unknown; a new row without a key cannot.
    for (const point of ['executed-reset', 'executed-500'] as const) {
      expect(told(point, 'insert with a key')).toEqual([201]);
      expect(told(point, 'insert without a key')).toEqual([504]);
      expect(told(point, 'update')).toEqual([204]);
      expect(told(point, 'delete of a version')).toEqual([204]);
    }
    // What is guarded is repeated once, and what is not stays unknown.
    expect(told('reset-on-head', 'update')).toEqual([504]);
    expect(told('reset-on-head', 'update of a version').toSorted()).toEqual([204, 504]);
  });

  test('leave a record each, which says the same', async () => {
    const records = new Map<string, readonly string[]>();
    const collect = (): void => {
      records.clear();
      for (const { correlationId, outcome } of recordsIn(running.log()))
        records.set(correlationId, [...(records.get(correlationId) ?? []), outcome]);
    };
    for (let tries = 0; tries < 100 && records.size < attempted.length; tries++) {
      collect();
      await delay(20);
    }
    const wrong = attempted.flatMap(({ kind, point, answer: { status, headers } }) => {
      const outcome = status < 300 ? 'made' : { 503: 'notSent', 504: 'unknown' }[status];
      const found = records.get(String(headers['x-correlation-id']));
      return found?.length === 1 && found[0] === (outcome ?? 'refused')
        ? []
        : [{ kind, point, status, found }];
    });
    expect(wrong).toEqual([]);
    const verified = recordsIn(running.log()).filter((record) => record.verified);
    expect(verified.length).toBeGreaterThan(WRITES / 20);
  });

  test('would contradict whoever takes unknown for failed, or for made', () => {
    const unknown = attempted.filter(({ answer }) => answer.status === 504);
    const carriedOut = unknown.filter((each) => landed(each) > 0);
    expect(carriedOut.length).toBeGreaterThan(WRITES / 40);
    expect(unknown.length - carriedOut.length).toBeGreaterThan(WRITES / 40);
    // Each fault has bitten: none of them could be passed over.
    for (const point of new Set(attempted.map((each) => each.point))) {
      const answers = attempted.filter((each) => each.point === point).map(({ answer }) => answer);
      expect({ point, failed: answers.some(({ status }) => status >= 500) }).toEqual({ point, failed: true });
    }
  });
});

test('whoever repeats an unknown change blindly makes it twice', async () => {
  const { options } = running.simulator;
  Object.assign(options, { writeFault: 'executed-reset', writeFaultRequests: 10 });
  const entities = Array.from({ length: 10 }, (_, index) => ({
    Company: 'usmf',
    Name: `blind ${index}`,
    CustomerGroupId: '30',
    Currency: 'USD',
  }));
  for (const entity of entities) {
    expect((await client('sales').post('Customers', entity)).status).toBe(504);
  }
  for (const entity of entities) {
    expect((await client('sales').post('Customers', entity)).status).toBe(201);
  }
  const times = timesByTrace();
  expect(entities.map(({ Name }) => times.get(`CustomersV3 insert ${Name}`))).toEqual(entities.map(() => 2));
});
