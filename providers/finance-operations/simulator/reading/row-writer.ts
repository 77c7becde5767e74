/** Writes rows as JSON text, property by property, without building objects. */
import { keyLiteral, jsonWriterOf } from '../rows/cell-text';
import { defaultCell } from '../rows/cell';
import { relatedRows } from '../rows/related-rows';
import type { Table } from '../rows/table';
import { edmTypeName, NAMESPACE, type PropertySchema } from '../schema/entity-schema';
import type { Expansion, MetadataLevel } from '../query/read-options';

export interface RowShape {
  readonly select: readonly PropertySchema[] | undefined;
  readonly expand: readonly Expansion[];
  readonly level: MetadataLevel;
  /** `http://host:port`, for the links of full metadata. */
  readonly origin: string;
  readonly related: (setName: string) => Table;
}

type Piece = string | ((row: number) => string);

type RowWriter = (row: number) => string;

/** Writers of whole rows, which key reads and creates use one by one; a property's first value needs a new one. */
const wholeRowWriters = new WeakMap<
  Table,
  Map<string, { readonly columns: number; readonly write: RowWriter }>
>();

/** Returns a writer of the members of one row, without the braces around them. */
export function rowWriter(table: Table, shape: RowShape): RowWriter {
  if (shape.select !== undefined || shape.expand.length > 0) return compileWriter(table, shape);
  const writers = wholeRowWriters.get(table) ?? new Map<string, { columns: number; write: RowWriter }>();
  wholeRowWriters.set(table, writers);
  const known = writers.get(shape.level);
  const columns = table.columnCount;
  if (known?.columns === columns) return known.write;
  const write = compileWriter(table, shape);
  writers.set(shape.level, { columns, write });
  return write;
}

function compileWriter(table: Table, shape: RowShape): RowWriter {
  const pieces = mergeTexts([
    ...annotations(table, shape),
    ...propertyPieces(table, shape),
    ...expandPieces(table, shape),
  ]);
  return (row) => {
    let text = '';
    for (const piece of pieces) text += typeof piece === 'string' ? piece : piece(row);
    // Every piece begins with a comma; the first has nothing before it.
    return text.slice(1);
  };
}

/** The place of a row: `CustomersV3(dataAreaId='usmf',CustomerAccount='US-000001')`. */
export function keyPath(table: Table, row: number): string {
  const parts = table.entity.keyNames.map((name) => {
    const property = table.property(name);
    return `${name}=${keyLiteral(property, table.reader(property)(row))}`;
  });
  return `${table.entity.setName}(${parts.join(',')})`;
}

function annotations(table: Table, { level, origin }: RowShape): Piece[] {
  const etag: Piece = (row) => `,"@odata.etag":${JSON.stringify(table.versions.etagOf(row))}`;
  switch (level) {
    case 'none':
      return [];
    case 'minimal':
      return [etag];
    case 'full':
      return [
        `,"@odata.type":"#${NAMESPACE}.${table.entity.typeName}"`,
        (row) => `,"@odata.id":${JSON.stringify(`${origin}/data/${keyPath(table, row)}`)}`,
        etag,
        (row) => `,"@odata.editLink":${JSON.stringify(keyPath(table, row))}`,
      ];
  }
}

function propertyPieces(table: Table, shape: RowShape): Piece[] {
  return (shape.select ?? table.entity.properties).flatMap((property): Piece[] => {
    const label = `${typeAnnotation(property, shape.level)},${JSON.stringify(property.name)}:`;
    const write = jsonWriterOf(property);
    const empty = label + write(defaultCell(property));
    const column = table.column(property.name);
    // Most of the 309 properties of a customer are in no row: their text is the same for all.
    if (column === undefined) return [empty];
    return [
      (row) => {
        const cell = column[row];
        return cell === undefined ? empty : label + write(cell);
      },
    ];
  });
}

/** Full metadata names the types that JSON does not show. */
function typeAnnotation(property: PropertySchema, level: MetadataLevel): string {
  if (level !== 'full') return '';
  const type = edmTypeName(property).replace(/^Edm\./, '');
  return type === 'String' || type === 'Int32' || type === 'Boolean'
    ? ''
    : `,"${property.name}@odata.type":"#${type}"`;
}

function expandPieces(table: Table, shape: RowShape): Piece[] {
  const links = shape.level === 'full' ? navigationLinks(table, shape) : [];
  return [...links, ...shape.expand.map((expansion) => expandPiece(table, expansion, shape))];
}

function navigationLinks(table: Table, { origin }: RowShape): Piece[] {
  return table.entity.navigations.map(({ name }) => (row) => {
    const link = `${origin}/data/${keyPath(table, row)}/${name}`;
    return (
      `,"${name}@odata.associationLink":${JSON.stringify(`${link}/$ref`)}` +
      `,"${name}@odata.navigationLink":${JSON.stringify(link)}`
    );
  });
}

function expandPiece(table: Table, { navigation, select }: Expansion, shape: RowShape): Piece {
  const target = shape.related(navigation.targetSet);
  const write = rowWriter(target, { ...shape, select, expand: [] });
  const label = `,${JSON.stringify(navigation.name)}:`;
  const find = relatedRows(table, target, navigation);
  return (row) => {
    const rows = find(row).map((related) => `{${write(related)}}`);
    return label + (navigation.isCollection ? `[${rows.join(',')}]` : (rows[0] ?? 'null'));
  };
}

function mergeTexts(pieces: readonly Piece[]): readonly Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') merged[merged.length - 1] = last + piece;
    else merged.push(piece);
  }
  return merged;
}
