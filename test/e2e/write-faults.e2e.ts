/** Changes cut off at every point: what each caller was told is compared with what the source really carried out (reliability W1 to W5). */
import { setTimeout as delay } from 'node:timers/promises';
import { type FaultStage, startFaultStage, traces } from './support/fault-stage';
import type { Received } from './support/http-client';
import type { ServiceClient } from './support/service-client';
import { recordsIn } from './support/start-writable';
import {
  contradictionIn,
  runWave,
  slowWaves,
  untilAllArrived,
  type Wave,
  waves,
} from './support/write-waves';

const WRITES = process.env['VTG_FULL'] === undefined ? 2_000 : 20_000;
const TIMEOUT = process.env['VTG_FULL'] === undefined ? 180_000 : 3_600_000;
/** Of rows that are left over from those without a breaker. */
const GUARDED_WRITES = WRITES / 4;
const WAVE = 30;

let stage: FaultStage;

beforeAll(async () => {
  stage = await startFaultStage(WRITES, WAVE);
}, TIMEOUT);

afterAll(() => stage?.stop());

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
    return { trace: traces.newGroup(id), answer: await service.post('CustomerGroups', entity) };
  },
  'insert without a key': async (service) => {
    const id = `F${++turn}`;
    const entity = { Company: 'usmf', Name: id, CustomerGroupId: '30', Currency: 'USD' };
    return { trace: traces.newCustomer(id), answer: await service.post('Customers', entity) };
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
  const row = stage.takeCustomer();
  const headers = isGuarded ? { 'If-Match': String(row['@odata.etag']) } : {};
  const entity = method === 'PATCH' ? { CreditLimit: ++turn + 0.25 } : undefined;
  return {
    trace: traces.customer(method === 'PATCH' ? 'update' : 'delete', row),
    answer: await service.send(method, `Customers(${String(row['CustomerId'])})`, entity, headers),
  };
}

/** The services whose connection has a breaker. */
const guarded = { sales: 'guardedSales', hasty: 'guardedHasty' } as const;

function sendWave(wave: Wave, isGuarded = false): Promise<readonly Attempted[]> {
  const names = Object.keys(kinds) as (keyof typeof kinds)[];
  return runWave(wave, WAVE, stage, async (service, index) => {
    const kind = names[index % names.length] ?? 'update';
    return { kind, ...(await kinds[kind](stage.client(isGuarded ? guarded[service] : service))) };
  });
}

/** The breaker closes again; when, is for the machine to say. */
async function untilAsked(): Promise<void> {
  const insert = kinds['insert with a key'];
  while ((await insert(stage.client(guarded.sales))).answer.status !== 201) await delay(50);
}

describe(`${WRITES} changes, cut at every point`, () => {
  const attempted: (Attempted & { readonly point: Wave['point'] })[] = [];
  let times: ReadonlyMap<string, number>;

  beforeAll(async () => {
    const one = async (wave: Wave): Promise<void> => {
      for (const each of await sendWave(wave)) attempted.push({ ...each, point: wave.point });
    };
    // A tenth hangs, each for as long as the service has.
    for (let round = 0; attempted.length < WRITES; round++) {
      for (const wave of round % 4 === 0 ? [...slowWaves, ...waves] : waves) {
        if (attempted.length < WRITES) await one(wave);
      }
    }
    await untilAllArrived();
    times = stage.timesByTrace();
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
      for (const { correlationId, outcome } of recordsIn(stage.running.log()))
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
    const verified = recordsIn(stage.running.log()).filter((record) => record.verified);
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

test(
  'with a breaker no answer is contradicted either: what it refuses was not sent',
  async () => {
    const attempted: Attempted[] = [];
    for (const wave of [...waves, ...slowWaves, ...waves]) {
      if (attempted.length < GUARDED_WRITES) attempted.push(...(await sendWave(wave, true)));
    }
    await untilAllArrived();
    const times = stage.timesByTrace();
    const contradictions = attempted.flatMap(({ kind, trace, answer }) => {
      const contradiction = contradictionIn(answer, times.get(trace) ?? 0);
      return contradiction === undefined ? [] : [{ kind, status: answer.status, contradiction }];
    });
    expect(contradictions).toEqual([]);
    const statusesById = new Map(
      attempted.map(({ answer: { status, headers } }) => [String(headers['x-correlation-id']), status]),
    );
    const refused = stage.running
      .log()
      .filter(({ cause }) => typeof cause === 'string' && cause.includes('has stopped asking'))
      .map(({ correlationId }) => statusesById.get(String(correlationId)));
    expect(refused.filter((status) => status === 503).length).toBeGreaterThan(GUARDED_WRITES / 40);
    await untilAsked();
  },
  TIMEOUT,
);

test('whoever repeats an unknown change blindly makes it twice', async () => {
  const { options } = stage.running.simulator;
  Object.assign(options, { writeFault: 'executed-reset', writeFaultRequests: 10 });
  const entities = Array.from({ length: 10 }, (_, index) => ({
    Company: 'usmf',
    Name: `blind ${index}`,
    CustomerGroupId: '30',
    Currency: 'USD',
  }));
  for (const entity of entities) {
    expect((await stage.client('sales').post('Customers', entity)).status).toBe(504);
  }
  for (const entity of entities) {
    expect((await stage.client('sales').post('Customers', entity)).status).toBe(201);
  }
  const times = stage.timesByTrace();
  expect(entities.map(({ Name }) => times.get(traces.newCustomer(Name)))).toEqual(entities.map(() => 2));
});
