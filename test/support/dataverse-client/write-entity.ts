/** Writes the body of a change as Microsoft.OData.Client does. */
import { JsonNumber, type JsonValue } from './lossless-json';
import { propertyOf, type TableModel } from './service-model';

/** Types whose values are told by their JSON form. */
const nativeTypes: ReadonlySet<string> = new Set(['Edm.Boolean', 'Edm.Double', 'Edm.Int32', 'Edm.String']);

/**
 * The type of the row first, and the type of each value that its JSON form doesn't tell: the library writes those even
 * where `$metadata` declares them (OData/odata.net#3064, mended after 7.x by #3281).
 */
export function writeEntity(table: TableModel, values: ReadonlyMap<string, JsonValue>): string {
  const members = [...values].flatMap(([name, value]) => {
    const type = propertyOf(table, name)?.type;
    const annotated = type !== undefined && value !== null && !nativeTypes.has(type);
    return [
      ...(annotated ? [member(`${name}@odata.type`, `#${type.replace(/^Edm\./, '')}`)] : []),
      member(name, value),
    ];
  });
  return `{${[member('@odata.type', `#${table.typeName}`), ...members].join(',')}}`;
}

/** Columns hold plain values only, so a number is the one thing that JSON.stringify doesn't know. */
function member(name: string, value: JsonValue): string {
  const written = value instanceof JsonNumber ? value.text : JSON.stringify(value);
  return `${JSON.stringify(name)}:${written}`;
}
