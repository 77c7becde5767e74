/** Waves of changes that are cut off at one point each, and what must not be said of a change that was cut off. */
import { setTimeout as delay } from 'node:timers/promises';
import type { WriteFault } from '../../../providers/finance-operations/simulator/options';
import { readError } from './expect-error';
import type { FaultStage } from './fault-stage';
import type { RelayMode } from './relay';
import type { WritableGateway } from './start-writable';

export interface Wave {
  readonly point: Exclude<WriteFault, 'none'> | Exclude<RelayMode, 'pass'>;
  /** Whether repeated changes meet the same fault; or which other one. Default: none. */
  readonly again?: 'same' | WriteFault;
  /** Milliseconds until a late change arrives. */
  readonly writeDelay?: number;
}

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

export const waves: readonly Wave[] = [
  ...quick,
  { point: 'reset-on-body', again: 'executed-reset' },
  { point: 'refuse-503', again: 'refuse-429' },
  { point: 'executed-502', again: 'refuse-429' },
  { point: 'refuse' },
  { point: 'hang-up' },
  { point: 'cut-answers' },
];

export const slowWaves: readonly Wave[] = [
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

/** In the process of the test, so that what was to come before has come. */
export const untilAllArrived = (): Promise<void> => delay(LATEST + 100);

/** These keep their callers waiting until the time of the service is over, which is short there. */
const hanging = new Set<Wave['point']>(['hang', 'late', 'executed-hang']);

/** Sends as many changes at once as are wanted, each to the service that is told, and takes the fault away again. */
export async function runWave<Attempted>(
  { point, again, writeDelay = 0 }: Wave,
  count: number,
  { running, relay }: Pick<FaultStage, 'running' | 'relay'>,
  send: (service: 'hasty' | 'sales', index: number) => Promise<Attempted>,
): Promise<readonly Attempted[]> {
  const { options } = running.simulator;
  const isRelay = point === 'refuse' || point === 'hang-up' || point === 'cut-answers';
  if (isRelay) await relay.become(point);
  else {
    const writeFaultRequests = again === 'same' ? Number.POSITIVE_INFINITY : count;
    Object.assign(options, { writeFault: point, writeFaultRequests, writeDelay });
  }
  const service = hanging.has(point) ? 'hasty' : 'sales';
  const all = Promise.all(Array.from({ length: count }, (_, index) => send(service, index)));
  if (again !== undefined && again !== 'same') await changeFault(again, all, running);
  const attempted = await all;
  Object.assign(options, { writeFault: 'none' });
  if (isRelay) await relay.become('pass');
  return attempted;
}

/** As soon as each change has met the first fault, so that only repeated ones meet the other. */
async function changeFault(
  to: WriteFault,
  until: Promise<unknown>,
  { simulator: { options } }: WritableGateway,
): Promise<void> {
  const over = until.then(() => true);
  while (options.writeFaultRequests > 0 && !(await Promise.race([over, delay(2, false)])));
  Object.assign(options, { writeFault: to, writeFaultRequests: Number.POSITIVE_INFINITY });
}

/** What is wrong with an answer, given how often its change was carried out. */
export function contradictionIn(
  { status, body }: { readonly status: number; readonly body: string },
  times: number,
): string | undefined {
  if (times > 1) return `carried out ${times} times`;
  if (status < 300) return times === 1 ? undefined : 'said to be made, and was not';
  if (status === 504) {
    return readError(body)?.code === 'WriteOutcomeUnknown' ? undefined : 'unknown without saying so';
  }
  if (status === 500) return 'a fault of the gateway';
  return times === 0 ? undefined : 'said not to be made, and was';
}
