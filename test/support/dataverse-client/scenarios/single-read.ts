/** Single rows: a form's read in each spelling equals the list's row, and a row that isn't there is a 404. */
import { runCheck, type Check, type CheckResult } from '../check';
import { binary, guid, property } from '../expression';
import { judgeError, judgeNoRedirect } from '../judge-answer';
import type { EntityAnswer } from '../judge-list';
import type { Row } from '../judge-row';
import { sameJson, showJson } from '../lossless-json';
import { viewColumns } from '../sample';
import { keyOf } from '../service-model';
import type { Stage } from './stage';

/** Guids of no row: random ones of versions 4 and 8, and the two that mean "none". */
const unknownKeys = [
  '5f3f2c7e-52a1-4c4e-8df0-3d0b7c1d9e77',
  '5f3f2c7e-52a1-8c4e-8df0-3d0b7c1d9e77',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

/** `Set(guid)?$select=…`, as it was seen on the wire. */
export async function judgeFormRead(stage: Stage): Promise<readonly CheckResult[]> {
  return [
    await runCheck('form: a row by its key', async (check) => {
      for (const row of chosenRows(stage, check)) {
        const select = viewColumns(stage.session.table);
        judgeSame(check, await stage.session.read(check, row.key, select), row, select);
      }
    }),
    await runCheck('form: unknown keys are 404', (check) => judgeUnknownKeys(check, stage)),
  ];
}

/** The other spellings of the same read. */
export async function judgeReadSpellings(stage: Stage): Promise<readonly CheckResult[]> {
  const { session } = stage;
  const key = keyOf(session.table);
  const all = session.table.properties.map((each) => each.name);
  return [
    await runCheck('form: a row with every column', async (check) => {
      for (const row of chosenRows(stage, check)) {
        judgeSame(check, await session.read(check, row.key, undefined), row, all);
      }
    }),
    await runCheck('form: a row by its named key', async (check) => {
      for (const row of chosenRows(stage, check)) {
        const relative = `${session.table.set}(${key}=${row.key})`;
        judgeSame(check, await session.readAt(check, relative, row.key), row, all);
      }
    }),
    await runCheck('form: a row by a filter on its key', async (check) => {
      const select = viewColumns(session.table);
      for (const row of chosenRows(stage, check)) {
        const filter = binary('eq', property(key), guid(row.key));
        const { rows, exchange } = await session.list(check, { filter, top: 50, select, count: true });
        const [found] = rows;
        if (found === undefined || rows.length > 1) {
          check.fail('single-read', `${rows.length} rows came for one key`, exchange);
        } else judgeSame(check, { row: found, exchange }, row, select);
      }
    }),
  ];
}

function chosenRows({ sample: { rows } }: Stage, check: Check): readonly Row[] {
  if (rows.length === 0) return check.skip('the table is empty');
  const places = [0, Math.floor(rows.length / 2), rows.length - 1];
  return [...new Set(places)].map((place) => rows[place]).filter((row) => row !== undefined);
}

async function judgeUnknownKeys(check: Check, { session }: Stage): Promise<void> {
  for (const key of unknownKeys) {
    const exchange = await session.sendRead(key, viewColumns(session.table));
    judgeNoRedirect(check, exchange);
    if (exchange.status !== 404) check.fail('not-found', `answered ${exchange.status}, not 404`, exchange);
    else judgeError(check, exchange);
  }
}

/** Holds a row against what the list said of it. */
export function judgeSame(
  check: Check,
  { row, exchange }: EntityAnswer,
  listed: Row,
  columns: readonly string[],
): void {
  for (const name of columns) {
    const [now, before] = [row.values.get(name), listed.values.get(name)];
    if (sameJson(now, before)) continue;
    const reason = `${name} of ${row.key} is ${showJson(now)}, the list said ${showJson(before)}`;
    check.fail('single-read', reason, exchange);
  }
}
