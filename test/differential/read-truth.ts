/** Reads every row of a source once, and makes of them what all answers are held against. */
import type { OpenConnection } from '../../src/gateway/open-connections';
import type { Row } from '../../src/provider-sdk/index';
import { callContext, type TestService } from '../support/open-test-service';
import type { Truth } from './compare-answers';
import { ReferenceTable } from './reference-answer';

/** @param sets the entity sets to read; all if left out */
export async function readTruth(
  { service }: TestService,
  { connection }: OpenConnection,
  sets?: readonly string[],
): Promise<Truth> {
  const model = await service.model();
  const tables = new Map<string, ReferenceTable>();
  for (const entitySet of model.entitySets.values()) {
    if (sets !== undefined && !sets.includes(entitySet.name)) continue;
    const { name, columns } = entitySet.declaration;
    const query = {
      entity: name,
      columns: columns.map((column) => column.name),
      orderBy: [],
      count: false,
      collation: model.collation,
    };
    const rows: Row[] = [];
    for await (const page of connection.read(query, callContext())) rows.push(...page.rows);
    tables.set(entitySet.name, new ReferenceTable(entitySet, rows, model.collation));
  }
  return { model, tables };
}
