/** The writers of rows, of which those for whole rows are kept as long as their set is. */
import type { EntitySet, ServiceModel } from '../model/entity-set';
import type { ResponseFormat } from '../odata/negotiate';
import type { ReadQuery } from '../odata/read-query';
import { createRowWriter, type RowWriter } from '../odata/serialise-row';
import type { OpenService } from './open-service';
import { scopeOf } from './run-query';

export interface WrittenRows {
  readonly rows: Pick<ReadQuery, 'entitySet' | 'select'>;
  readonly format: ResponseFormat;
  readonly omitNulls: boolean;
  readonly service: OpenService;
  readonly model: ServiceModel;
}

/** By format and treatment of nulls: a dozen at most. Making one takes as long as writing some ten rows. */
const wholeRowWriters = new WeakMap<EntitySet, Map<string, RowWriter>>();

export function rowWriterFor(written: WrittenRows): RowWriter {
  const { entitySet, select } = written.rows;
  if (select !== entitySet.properties) return newRowWriter(written);
  const { format, omitNulls } = written;
  const known = wholeRowWriters.get(entitySet) ?? new Map<string, RowWriter>();
  wholeRowWriters.set(entitySet, known);
  const name = `${format.metadata} ${format.ieee754Compatible} ${omitNulls}`;
  const writer = known.get(name) ?? newRowWriter(written);
  known.set(name, writer);
  return writer;
}

function newRowWriter({ rows, format, omitNulls, service, model }: WrittenRows): RowWriter {
  return createRowWriter({
    entitySet: rows.entitySet,
    namespace: model.namespace,
    select: rows.select,
    format,
    serviceRoot: service.root,
    omitNulls,
    readProperty: scopeOf(service, model).readProperty,
  });
}
