/** Answers a read of one row by its key, of one of its properties, or of the rows it leads to. */
import { type Answer, emptyAnswer, jsonAnswer, noSuchRow } from '../http/answer';
import { parseKey } from '../query/parse-key';
import type { ReadOptions } from '../query/read-options';
import { defaultCell } from '../rows/cell';
import { jsonWriterOf } from '../rows/cell-text';
import { relatedRows } from '../rows/related-rows';
import type { Table } from '../rows/table';
import type { NavigationSchema, PropertySchema } from '../schema/entity-schema';
import { type Environment, visibleTest } from './environment';
import { contextUrl, rowShape } from './row-shape';
import { keyPath, rowWriter } from './row-writer';

export interface RowRequest {
  readonly table: Table;
  /** The text between the parentheses, decoded. */
  readonly key: string;
  readonly options: ReadOptions;
  readonly company: string;
}

/** The row that a key means, or undefined; a row of another company does not exist without `cross-company`. */
export function findRow({ table, key, options, company }: RowRequest): number | undefined {
  const [row] = table.rowsWhere(table.entity.keyNames, parseKey(key, table.entity));
  if (row === undefined || !visibleTest(table, company, options.crossCompany)(row)) return undefined;
  return row;
}

export function readRow(request: RowRequest, environment: Environment): Answer {
  const row = findRow(request);
  return row === undefined ? noSuchRow() : showRow(request.table, row, request.options, environment);
}

/** A row at the top level of an answer, with its etag as property and as header. */
export function showRow(table: Table, row: number, options: ReadOptions, environment: Environment): Answer {
  const shape = rowShape(options, environment);
  const context =
    shape.level === 'none'
      ? ''
      : `"@odata.context":${JSON.stringify(`${contextUrl(table, options, environment)}/$entity`)},`;
  const answer = jsonAnswer(`{${context}${rowWriter(table, shape)(row)}}`, {
    'content-type': `application/json; odata.metadata=${shape.level}`,
    etag: table.versions.etagOf(row),
  });
  return {
    ...answer,
    work: { columns: (options.select ?? table.entity.properties).length, expandedRows: 0 },
  };
}

/** `/data/{Set}(…)/{Property}`. */
export function readProperty(
  request: RowRequest,
  property: PropertySchema,
  environment: Environment,
): Answer {
  const row = findRow(request);
  if (row === undefined) return noSuchRow();
  const { table } = request;
  const cell = table.column(property.name)?.[row] ?? defaultCell(property);
  const context = `${environment.origin}/data/$metadata#${keyPath(table, row)}/${property.name}`;
  return jsonAnswer(`{"@odata.context":${JSON.stringify(context)},"value":${jsonWriterOf(property)(cell)}}`);
}

/** `/data/{Set}(…)/{Navigation}`, and `/$ref` after it for the links alone. */
export function readNavigation(
  request: RowRequest,
  navigation: NavigationSchema,
  linksOnly: boolean,
  environment: Environment,
): Answer {
  const row = findRow(request);
  if (row === undefined) return noSuchRow();
  const target = environment.table(navigation.targetSet);
  const found = relatedRows(request.table, target, navigation)(row);
  const write = linksOnly
    ? (each: number): string =>
        `"@odata.id":${JSON.stringify(`${environment.origin}/data/${keyPath(target, each)}`)}`
    : rowWriter(target, { ...rowShape(request.options, environment), select: undefined, expand: [] });
  const context = `${environment.origin}/data/$metadata#${linksOnly ? '$ref' : navigation.targetSet}`;
  if (navigation.isCollection) {
    const rows = found.map((each) => `{${write(each)}}`).join(',');
    return jsonAnswer(`{"@odata.context":${JSON.stringify(context)},"value":[${rows}]}`);
  }
  const [only] = found;
  if (only === undefined) return emptyAnswer(204);
  const suffix = linksOnly ? '' : '/$entity';
  return jsonAnswer(`{"@odata.context":${JSON.stringify(context + suffix)},${write(only)}}`);
}
