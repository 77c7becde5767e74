/** What lookups cost the source: those of a grid arrive at once, and the gateway is to ask once for them all. */
import { isKeptByCache } from '../cache-status';
import { runCheck, type Check, type CheckResult } from '../check';
import type { EntityAnswer } from '../judge-list';
import { gridPageSize, viewColumns } from '../sample';
import { keyOf } from '../service-model';
import type { UpstreamCounter } from '../upstream-counter';
import { judgeSame } from './single-read';
import type { Stage } from './stage';

/** So many lookups of one set that arrive together are to cost one call. */
const keysPerCall = 50;

export async function judgeUpstreamCalls(stage: Stage): Promise<readonly CheckResult[]> {
  return [
    await runCheck('n+1: upstream calls of 50 lookups at once', (check) => judgeBurst(check, stage)),
    await runCheck('n+1: upstream calls of a grid, then all of its rows at once', (check) =>
      judgeGridRows(check, stage),
    ),
  ];
}

/** The keys come from the end of a list of keys alone, so that as few of the rows as can be have been seen before. */
async function judgeBurst(check: Check, stage: Stage): Promise<void> {
  const { session, sample } = stage;
  const counter = counterOf(check, stage);
  const skip = Math.max(0, (sample.total ?? 0) - keysPerCall);
  const list = await session.list(check, { skip, top: keysPerCall, select: [keyOf(session.table)] });
  const keys = list.rows.map((row) => row.key);
  if (keys.length === 0) return check.skip('the table is empty');
  let answers: readonly EntityAnswer[] = [];
  const burst = async (): Promise<void> => {
    answers = await readAtOnce(check, stage, keys);
  };
  judgeCost(check, `${keys.length} lookups`, await counter.cost(check, burst), callsFor(keys.length));
  if (answers.every(({ exchange }) => isKeptByCache(exchange))) {
    judgeCost(check, 'the same again', await counter.cost(check, burst), 0);
  } else check.note('no Cache-Status promises that the answers are kept');
}

async function judgeGridRows(check: Check, stage: Stage): Promise<void> {
  const { session } = stage;
  const counter = counterOf(check, stage);
  const select = viewColumns(session.table);
  const grid = await session.list(check, { top: gridPageSize, select, count: true });
  if (grid.rows.length === 0) return check.skip('the table is empty');
  const keys = grid.rows.map((row) => row.key);
  const cost = await counter.cost(check, async () => {
    const answers = await readAtOnce(check, stage, keys);
    for (const [index, row] of grid.rows.entries()) {
      const answer = answers[index];
      if (answer) judgeSame(check, answer, row, select);
    }
  });
  const kept = isKeptByCache(grid.exchange);
  judgeCost(check, `the ${keys.length} rows of a grid`, cost, kept ? 0 : callsFor(keys.length));
}

function counterOf(check: Check, { upstream }: Stage): UpstreamCounter {
  return upstream ?? check.skip('no --admin address was given');
}

function readAtOnce(
  check: Check,
  { session }: Stage,
  keys: readonly string[],
): Promise<readonly EntityAnswer[]> {
  const select = viewColumns(session.table);
  return Promise.all(keys.map((key) => session.read(check, key, select)));
}

function callsFor(keys: number): number {
  return Math.ceil(keys / keysPerCall);
}

function judgeCost(check: Check, what: string, calls: number, allowed: number): void {
  check.note(`${what}: ${calls} upstream calls, ${allowed} allowed`);
  if (calls > allowed) check.fail('upstream', `${what} cost ${calls} upstream calls, ${allowed} are allowed`);
}
