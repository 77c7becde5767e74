/** Change sets cut off at every point: all of a set is carried out or none of it, and its caller is told no more than is known (reliability W1 to W5, W12). */
import { type FaultStage, startFaultStage, traces } from './support/fault-stage';
import { type Entity, entityIn } from './support/service-client';
import { recordsIn } from './support/start-writable';
import {
  contradictionIn,
  runWave,
  slowWaves,
  untilAllArrived,
  type Wave,
  waves,
} from './support/write-waves';

const ROUNDS = process.env['VTG_FULL'] === undefined ? 1 : 10;
const TIMEOUT = process.env['VTG_FULL'] === undefined ? 180_000 : 3_600_000;
/** Of each kind of set three. */
const WAVE = 12;
const SETS = ROUNDS * WAVE * (waves.length + slowWaves.length);

let stage: FaultStage;

beforeAll(async () => {
  stage = await startFaultStage(2 * SETS, WAVE);
}, TIMEOUT);

afterAll(() => stage?.stop());

/** A request of a set, and how its change is known in the ledger. */
interface Change {
  readonly trace: string;
  readonly request: Readonly<Record<string, unknown>>;
}

let turn = 0;

const newGroup = (): Change => {
  const id = `S${++turn}`;
  const body = { Company: 'usmf', CustomerGroupId: id, Description: id };
  return { trace: traces.newGroup(id), request: { method: 'POST', url: 'CustomerGroups', body } };
};
const newCustomer = (): Change => {
  const id = `S${++turn}`;
  const body = { Company: 'usmf', Name: id, CustomerGroupId: '30', Currency: 'USD' };
  return { trace: traces.newCustomer(id), request: { method: 'POST', url: 'Customers', body } };
};
const update = (isGuarded = false): Change => {
  const row = stage.takeCustomer();
  const body = { CreditLimit: ++turn + 0.25 };
  return {
    trace: traces.customer('update', row),
    request: { method: 'PATCH', body, ...about(row, isGuarded) },
  };
};
const remove = (isGuarded = false): Change => {
  const row = stage.takeCustomer();
  return { trace: traces.customer('delete', row), request: { method: 'DELETE', ...about(row, isGuarded) } };
};

function about(row: Entity, isGuarded: boolean): Readonly<Record<string, unknown>> {
  const headers = isGuarded ? { 'if-match': row['@odata.etag'] } : {};
  return { url: `Customers(${String(row['CustomerId'])})`, headers };
}

/** One guarded change guards the set. A new row without a key cannot be read back, and leaves all of it unknown. */
const kinds = {
  'guarded by a key': () => [update(), newGroup(), remove()],
  'guarded by versions': () => [update(true), remove(true)],
  unguarded: () => [update(), remove()],
  'without a key': () => [update(), newCustomer()],
} as const satisfies Readonly<Record<string, () => readonly Change[]>>;

interface Attempted {
  readonly kind: keyof typeof kinds;
  readonly point: Wave['point'];
  readonly correlationId: string;
  readonly changes: readonly { readonly trace: string; readonly status: number; readonly body: string }[];
}

function sendWave(wave: Wave): Promise<readonly Attempted[]> {
  const names = Object.keys(kinds) as (keyof typeof kinds)[];
  return runWave(wave, WAVE, stage, async (service, index) => {
    const kind = names[index % names.length] ?? 'unguarded';
    const changes = kinds[kind]();
    const requests = changes.map(({ request }, id) => ({
      id: String(id),
      atomicityGroup: 'set',
      ...request,
      headers: { 'content-type': 'application/json', ...(request['headers'] as object | undefined) },
    }));
    const answer = await stage.client(service).post('$batch', { requests });
    const responses = entityIn(answer)['responses'] as readonly { status: number; body?: unknown }[];
    return {
      kind,
      point: wave.point,
      correlationId: String(answer.headers['x-correlation-id']),
      changes: changes.map(({ trace }, id) => {
        const { status = 0, body } = responses[id] ?? {};
        return { trace, status, body: JSON.stringify(body ?? {}) };
      }),
    };
  });
}

describe(`${SETS} change sets, cut at every point`, () => {
  const attempted: Attempted[] = [];
  let times: ReadonlyMap<string, number>;

  beforeAll(async () => {
    for (let round = 0; round < ROUNDS; round++) {
      for (const wave of [...slowWaves, ...waves]) attempted.push(...(await sendWave(wave)));
    }
    await untilAllArrived();
    times = stage.timesByTrace();
  }, TIMEOUT);

  const landed = (trace: string): number => times.get(trace) ?? 0;
  const statusesOf = ({ changes }: Attempted): readonly number[] => [
    ...new Set(changes.map(({ status }) => (status < 300 ? 200 : status))),
  ];

  test('contradict no answer, and none is carried out twice or by half', () => {
    const wrong = attempted.flatMap(({ kind, point, changes }) => {
      const numbers = new Set(changes.map(({ trace }) => landed(trace)));
      const found = changes.flatMap(
        (change) => contradictionIn(change, landed(change.trace)) ?? (numbers.size > 1 ? ['by half'] : []),
      );
      return found.length === 0 ? [] : [{ kind, point, found }];
    });
    expect(wrong).toEqual([]);
    expect(attempted).toHaveLength(SETS);
    const asked = new Set(attempted.flatMap(({ changes }) => changes.map(({ trace }) => trace)));
    expect([...times.keys()].filter((trace) => !asked.has(trace))).toEqual([]);
  });

  test('are told apart: made, not sent, unknown', () => {
    const told = (point: Wave['point'], kind?: Attempted['kind']): readonly number[] => [
      ...new Set(
        attempted
          .filter((each) => each.point === point && (kind === undefined || each.kind === kind))
          .flatMap(statusesOf),
      ),
    ];
    // One answer for all of a set.
    expect(attempted.filter((each) => statusesOf(each).length > 1)).toEqual([]);
    expect(told('refuse')).toEqual([503]);
    expect(told('refuse-429')).toEqual([503]);
    expect(told('cut-answers')).toEqual([504]);
    // What can be read back is no longer unknown.
    for (const point of ['executed-reset', 'executed-500', 'executed-502'] as const) {
      expect(told(point, 'unguarded')).toEqual([200]);
      expect(told(point, 'guarded by versions')).toEqual([200]);
      expect(told(point, 'guarded by a key')).toEqual([200]);
      expect(told(point, 'without a key')).toEqual([504]);
    }
    // What is guarded is sent once more, and what is not stays unknown.
    expect(told('reset-on-head', 'unguarded')).toEqual([504]);
    for (const kind of ['guarded by a key', 'guarded by versions'] as const) {
      expect(told('reset-on-head', kind).toSorted()).toEqual([200, 504]);
    }
  });

  test('leave a record for each change, which says the same', () => {
    const records = new Map<string, Set<string>>();
    for (const { correlationId, outcome } of recordsIn(stage.running.log())) {
      records.set(correlationId, (records.get(correlationId) ?? new Set()).add(outcome));
    }
    const wrong = attempted.flatMap((each) => {
      const [status = 0] = statusesOf(each);
      const outcome = { 200: 'made', 503: 'notSent', 504: 'unknown' }[status] ?? 'refused';
      const found = [...(records.get(each.correlationId) ?? [])];
      return found.length === 1 && found[0] === outcome ? [] : [{ ...each, found }];
    });
    expect(wrong).toEqual([]);
  });

  test('would contradict whoever takes unknown for failed, or for made', () => {
    const unknown = attempted.filter((each) => statusesOf(each)[0] === 504);
    const carriedOut = unknown.filter(({ changes }) => landed(changes[0]?.trace ?? '') > 0);
    expect(carriedOut.length).toBeGreaterThan(SETS / 40);
    expect(unknown.length - carriedOut.length).toBeGreaterThan(SETS / 40);
  });
});
