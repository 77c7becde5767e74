/** Every operator and function that could reach the wire: right rows or a clear refusal, never wrong rows. */
import { runCheck, type CheckResult } from '../check';
import type { Expression } from '../expression';
import { representativeColumns } from '../sample';
import { primaryNameOf } from '../service-model';
import { filteredView, verifyFilter } from '../verify-filter';
import { clientStyle, writeExpression } from '../write-expression';
import {
  dateFilters,
  guidFilters,
  keyFilters,
  nestedFilters,
  numberFilters,
  plainFilters,
} from './column-filters';
import { probeColumn, type ColumnProbe } from './column-probe';
import type { Stage } from './stage';
import { injectionFilters, textFilters } from './text-filters';

export async function judgeHostileOperators(stage: Stage): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const filter of filtersFor(stage)) results.push(await judgeFilter(stage, filter));
  return results;
}

async function judgeFilter({ session, sample }: Stage, filter: Expression): Promise<CheckResult> {
  return runCheck(shownFilter(filter), async (check) => {
    const query = filteredView(session, filter);
    await verifyFilter(check, session, sample, { query, mayRefuse: true });
  });
}

function filtersFor({ session: { table }, sample }: Stage): readonly Expression[] {
  const probes = representativeColumns(table, sample)
    .map((column) => probeColumn(sample, column))
    .filter((probe) => probe !== undefined);
  const name = probes.find((probe) => probe.column.name === primaryNameOf(table));
  return [
    ...keyFilters(table, sample),
    ...probes.flatMap(filtersOn),
    ...nestedFilters(probes),
    ...(name ? injectionFilters(name.column.name, sample) : []),
  ];
}

function filtersOn(probe: ColumnProbe): readonly Expression[] {
  const plain = plainFilters(probe);
  switch (probe.column.type) {
    case 'Edm.String':
      return [...plain, ...textFilters(probe)];
    case 'Edm.Int32':
    case 'Edm.Int64':
    case 'Edm.Decimal':
    case 'Edm.Double':
      return [...plain, ...numberFilters(probe)];
    case 'Edm.DateTimeOffset':
      return [...plain, ...dateFilters(probe)];
    case 'Edm.Guid':
      return guidFilters(probe);
    default:
      return plain;
  }
}

function shownFilter(filter: Expression): string {
  const written = decodeURIComponent(writeExpression(filter, clientStyle));
  return written.length > 90 ? `${written.slice(0, 89)}…` : written;
}
