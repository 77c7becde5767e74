/** Says what the source itself does with a property, as far as its declaration tells: for the annotations of `$metadata`. */
import type { ColumnProperty, EntitySet, KeyProperty, LookupProperty, Property } from '../model/entity-set';
import type {
  Collation,
  ColumnDeclaration,
  EntityDeclaration,
  Faithfulness,
  FilterOperator,
} from '../provider-sdk/index';

export type SourceFilter = ReadonlyMap<FilterOperator, Faithfulness>;

/** The comparisons of a property with constants that the source makes. */
export function sourceFilter(
  property: Property,
  { declaration }: EntitySet,
  collation: Collation,
): SourceFilter {
  switch (property.kind) {
    case 'column':
      return columnFilter(property, declaration, collation);
    case 'key':
      return declaration.capabilities.getMany === undefined
        ? guidFilter(property, declaration, collation)
        : byKey;
    case 'lookup':
      return guidFilter(property, declaration, collation);
  }
}

/** Whether the source orders by a property, in one direction at least. A Guid or an option value has an order that no column has. */
export function sourceSorts(property: Property, { declaration }: EntitySet, collation: Collation): boolean {
  const column = orderingColumn(property);
  const { sort } = declaration.capabilities;
  if (sort === undefined || column === undefined || (column.sort ?? false) === false) return false;
  if (sort.nulls === 'last' && column.nullable !== false) return false;
  return column.type !== 'String' || ['any', collation].includes(declaration.collation ?? 'ordinal');
}

function orderingColumn(property: Property): ColumnDeclaration | undefined {
  if (property.kind === 'column') return property.conversion === 'optionValue' ? undefined : property.column;
  return property.codec.scheme.parts.length === 1 && property.from[0]?.type === 'Guid'
    ? property.from[0]
    : undefined;
}

const byKey: SourceFilter = new Map([
  ['eq', 'exact'],
  ['in', 'exact'],
]);

function columnFilter(
  { column, conversion }: ColumnProperty,
  declaration: EntityDeclaration,
  collation: Collation,
): SourceFilter {
  const filter = declaredFilter(column, declaration, collation);
  if (conversion !== 'optionValue') return filter;
  // Of an option's number only equality says something about the member that the source knows.
  return new Map([...filter].filter(([operator]) => equalities.has(operator)));
}

const equalities: ReadonlySet<FilterOperator> = new Set(['eq', 'ne', 'in', 'null'] as const);

/** A Guid equals another where all its columns do; several differ in the last column at most. */
function guidFilter(
  { from }: KeyProperty | LookupProperty,
  declaration: EntityDeclaration,
  collation: Collation,
): SourceFilter {
  const filters = from.map((column) => declaredFilter(column, declaration, collation));
  const eq = worst(filters.map((filter) => filter.get('eq')));
  const last = filters.at(-1)?.get('in');
  const listed = worst([...filters.slice(0, -1).map((filter) => filter.get('eq')), last]);
  const found = new Map<FilterOperator, Faithfulness>();
  if (eq !== undefined) found.set('eq', eq);
  if (listed !== undefined) found.set('in', listed);
  return found;
}

function worst(parts: readonly (Faithfulness | undefined)[]): Faithfulness | undefined {
  if (parts.includes(undefined)) return undefined;
  return parts.includes('superset') ? 'superset' : 'exact';
}

function declaredFilter(
  column: ColumnDeclaration,
  { collation: own = 'ordinal' }: EntityDeclaration,
  collation: Collation,
): SourceFilter {
  const declared = new Map(Object.entries(column.filter ?? {}) as [FilterOperator, Faithfulness][]);
  if (column.type !== 'String' || own === 'any' || own === collation) return declared;
  return new Map([...declared].flatMap(([operator, faithfulness]) => collate(operator, faithfulness, own)));
}

/** A source without case finds more than equality with case means; a source with case would lose rows. */
function collate(
  operator: FilterOperator,
  faithfulness: Faithfulness,
  own: Collation,
): readonly (readonly [FilterOperator, Faithfulness])[] {
  if (operator === 'null') return [[operator, faithfulness]];
  return own === 'ignoreCase' && widened.has(operator) ? [[operator, 'superset']] : [];
}

const widened: ReadonlySet<FilterOperator> = new Set([
  'eq',
  'in',
  'contains',
  'startswith',
  'endswith',
] as const);
