/** Tells from a property's two types in `/metadata` how F&O stores it. */
import { NAMESPACE, type ColumnKind } from './source-column';

export type KindOfProperty =
  { readonly kind: Exclude<ColumnKind, 'enum'> } | { readonly kind: 'enum'; readonly enumName: string };

const KIND_OF_EDM_TYPE: Readonly<Record<string, Exclude<ColumnKind, 'enum'>>> = {
  'Edm.String': 'text',
  'Edm.Decimal': 'decimal',
  'Edm.Int32': 'int32',
  'Edm.Int64': 'int64',
  'Edm.Guid': 'guid',
  'Edm.Boolean': 'boolean',
};

/** Undefined for what no column can hold: containers, records, binary content. */
export function columnKindOf(typeName: string, dataType: string): KindOfProperty | undefined {
  // Only the second type tells a date, which sits at noon, from an instant (facts page, trap 6).
  if (typeName === 'Edm.DateTimeOffset') return { kind: dataType === 'Date' ? 'day' : 'instant' };
  if (typeName === `${NAMESPACE}.NoYes`) return { kind: 'noYes' };
  if (typeName.startsWith(`${NAMESPACE}.`)) {
    return dataType === 'Enum' ? { kind: 'enum', enumName: typeName.slice(NAMESPACE.length + 1) } : undefined;
  }
  const kind = KIND_OF_EDM_TYPE[typeName];
  return kind === undefined ? undefined : { kind };
}
