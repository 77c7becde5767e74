/** What the client may send beside the plain query: its own options, another order of options, either metadata level. */
import { runCheck, type Check, type CheckResult } from '../check';
import { judgeSuccess } from '../judge-answer';
import { judgeMetadata } from '../judge-model';
import { viewColumns } from '../sample';
import { listOptions, withOptions, writeKeyTarget, type ListQuery } from '../wire-request';
import type { Stage } from './stage';

const ownOption = 'replayed-by=dataverse';

export async function judgeTolerance(stage: Stage): Promise<readonly CheckResult[]> {
  return [
    await runCheck('accepts request parameters of its own', (check) => judgeOwnOption(check, stage)),
    await runCheck('accepts options in any order', (check) => judgeOptionOrder(check, stage)),
    await runCheck('accepts $top on a single read', (check) => judgeTopOnRead(check, stage)),
    await runCheck('accepts either metadata level and a charset', (check) =>
      judgeMetadataLevels(check, stage),
    ),
  ];
}

/** A data source's query parameters stand last in every query, that of `$metadata` and the root included. */
async function judgeOwnOption(check: Check, { session }: Stage): Promise<void> {
  const query = gridQuery({ session });
  const options = [...listOptions(query, session.manner.style), ownOption];
  await session.listAt(check, withOptions(session.table.set, options), query);
  const document = await session.caller.get(
    session.address.target(`?${ownOption}`),
    session.manner.documentHeaders,
  );
  judgeSuccess(check, document);
  const metadata = session.address.target(`$metadata?${ownOption}`);
  judgeMetadata(check, await session.caller.get(metadata, session.manner.metadataHeaders));
}

async function judgeOptionOrder(check: Check, { session }: Pick<Stage, 'session'>): Promise<void> {
  const query = { ...gridQuery({ session }), skip: 1 };
  const options = listOptions(query, session.manner.style);
  const usual = await session.listAt(check, withOptions(session.table.set, options), query);
  const reversed = await session.listAt(check, withOptions(session.table.set, options.toReversed()), query);
  const keys = (answer: typeof usual): string => answer.rows.map((row) => row.key).join();
  if (keys(usual) === keys(reversed)) return;
  check.fail('paging', 'other rows come when the options stand in another order', reversed.exchange);
}

async function judgeTopOnRead(check: Check, { session, sample }: Stage): Promise<void> {
  const [row] = sample.rows;
  if (row === undefined) return check.skip('the table is empty');
  const select = viewColumns(session.table);
  const { style } = session.manner;
  const relative = `${writeKeyTarget(session.table.set, row.key, select, style)}&${style.dollar}top=1`;
  await session.readAt(check, relative, row.key, select);
}

async function judgeMetadataLevels(check: Check, { session }: Stage): Promise<void> {
  for (const level of ['minimal', 'full']) {
    await session.list(check, gridQuery({ session }), {
      Accept: `application/json;odata.metadata=${level}`,
      'Accept-Charset': 'UTF-8',
      'OData-MaxVersion': '4.0',
    });
  }
}

function gridQuery({ session }: Pick<Stage, 'session'>): ListQuery {
  return { top: 10, select: viewColumns(session.table), count: true };
}
