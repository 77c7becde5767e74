/** The Capabilities annotations of `$metadata`: what a client can ask of the service and of each entity set. */
import type { EntitySet, Property } from '../model/entity-set';
import type { FunctionName } from '../provider-sdk/index';
import {
  type Annotation,
  type AnnotationValue,
  capability,
  core,
  described,
  integer,
  list,
  record,
  repeatability,
  text,
  truth,
} from './metadata-annotation';
import type { ServiceTerms } from './metadata-terms';

/** Limits of requests by name, such as `nodes` and `inItems`; each becomes an annotation with the name as qualifier. */
export type QueryLimits = Readonly<Record<string, number>>;

export function containerAnnotations(terms: ServiceTerms, limits: QueryLimits): readonly Annotation[] {
  return [
    capability('ConformanceLevel', {
      kind: 'enumMember',
      type: 'Org.OData.Capabilities.V1.ConformanceLevelType',
      member: 'Intermediate',
    }),
    capability('SupportedFormats', list(supportedFormats.map(text))),
    capability('FilterFunctions', list(filterWords.map(text))),
    capability('KeyAsSegmentSupported', truth(false)),
    capability('QuerySegmentSupported', truth(true)),
    capability('BatchSupported', truth(true)),
    repeatability('Supported', truth(true)),
    capability('CrossJoinSupported', truth(false)),
    capability('AsynchronousRequestsSupported', truth(false)),
    ...Object.entries(limits).map(([name, limit]) => terms.QueryLimit(integer(limit), name)),
  ];
}

/** All query options work on all properties, whatever the source can do; what is off is said here. */
export function setAnnotations(set: EntitySet, terms: ServiceTerms): readonly Annotation[] {
  const clauses = sourceClauses(set);
  return [
    ...described(set.description),
    capability('FilterRestrictions', filterRestrictions(set)),
    capability('SortRestrictions', record({ Sortable: truth(true) })),
    capability(
      'SearchRestrictions',
      record({ Searchable: truth(set.properties.some(({ type }) => type === 'String')) }),
    ),
    capability('CountRestrictions', record({ Countable: truth(true) })),
    capability('TopSupported', truth(true)),
    capability('SkipSupported', truth(true)),
    capability('SelectSupport', record({ Supported: truth(true) })),
    capability('ComputeSupported', truth(false)),
    capability('ExpandRestrictions', record({ Expandable: truth(false) })),
    capability('IndexableByKey', truth(true)),
    ...writeRestrictions(set),
    ...optimisticConcurrency(set),
    ...(clauses.length === 0 ? [] : [terms.SourceClauses(list(clauses.map(text)))]),
  ];
}

/** Only where the source compares and changes in one step: whoever reads first and writes then promises too much (W7). */
function optimisticConcurrency({ declaration, write }: EntitySet): readonly Annotation[] {
  const compares =
    declaration.concurrencyToken !== undefined && declaration.capabilities.write?.version === true;
  // The token is of the whole row, not of some of its properties.
  return compares && write.some((kind) => kind !== 'insert') ? [core('OptimisticConcurrency', list([]))] : [];
}

/** What both the configuration and the source allow. */
function writeRestrictions(set: EntitySet): readonly Annotation[] {
  const { write = {} } = set.declaration.capabilities;
  const takes = (kind: EntitySet['write'][number]): boolean =>
    set.write.includes(kind) && write[kind] === true;
  const readOnly = (allows: 'insertable' | 'updatable'): AnnotationValue =>
    list(
      set.properties
        .filter((property) => !isWritable(property, allows))
        .map(({ name }) => propertyPath(name)),
    );
  return [
    capability(
      'InsertRestrictions',
      record({
        Insertable: truth(takes('insert')),
        ...(takes('insert') ? { NonInsertableProperties: readOnly('insertable') } : {}),
      }),
    ),
    capability(
      'UpdateRestrictions',
      record({
        Updatable: truth(takes('update')),
        ...(takes('update') ? { NonUpdatableProperties: readOnly('updatable') } : {}),
      }),
    ),
    capability('DeleteRestrictions', record({ Deletable: truth(takes('delete')) })),
  ];
}

/** A lookup can be changed if one of its columns can; the others say in which company the row is. */
function isWritable(property: Property, allows: 'insertable' | 'updatable'): boolean {
  switch (property.kind) {
    case 'column':
      return property.column[allows] === true;
    case 'key':
      return allows === 'insertable';
    case 'lookup':
      return property.from.some((column) => column[allows] === true);
  }
}

function filterRestrictions({ declaration, properties }: EntitySet): AnnotationValue {
  const required = declaration.capabilities.filter?.required ?? [];
  const [only] = required;
  // With several sets of which one is enough there is no property that must be there.
  const demanded =
    required.length === 1 && only !== undefined ? demandedProperties(only, properties) : undefined;
  return record({
    Filterable: truth(true),
    ...(required.length === 0 ? {} : { RequiresFilter: truth(true) }),
    ...(demanded === undefined ? {} : { RequiredProperties: list(demanded.map(propertyPath)) }),
  });
}

/** The properties that expose the columns; undefined if one is not exposed by itself. */
function demandedProperties(
  columns: readonly string[],
  properties: readonly Property[],
): readonly string[] | undefined {
  const found = columns.map((name) =>
    properties.find((property) => property.kind === 'column' && property.column.name === name),
  );
  const names = found.flatMap((property) => property?.name ?? []);
  return names.length === columns.length ? names : undefined;
}

function propertyPath(path: string): AnnotationValue {
  return { kind: 'propertyPath', path };
}

function sourceClauses({ declaration }: EntitySet): readonly string[] {
  const { sort, top, skip, count, getMany } = declaration.capabilities;
  const filters =
    getMany !== undefined ||
    declaration.columns.some((column) => Object.keys(column.filter ?? {}).length > 0);
  const sorts = sort !== undefined && declaration.columns.some((column) => (column.sort ?? false) !== false);
  const all = { $filter: filters, $orderby: sorts, $top: top, $skip: skip, $count: count };
  return Object.entries(all).flatMap(([clause, taken]) => (taken === true ? [clause] : []));
}

const supportedFormats = ['none', 'minimal', 'full'].flatMap((level) => [
  `application/json;odata.metadata=${level}`,
  `application/json;odata.metadata=${level};IEEE754Compatible=true`,
]);

/** Total over the functions that the evaluator knows, so that a new one cannot be forgotten here. */
const functions: Readonly<Record<FunctionName, true>> = {
  contains: true,
  startswith: true,
  endswith: true,
  length: true,
  indexof: true,
  substring: true,
  concat: true,
  tolower: true,
  toupper: true,
  trim: true,
  year: true,
  month: true,
  day: true,
  hour: true,
  minute: true,
  second: true,
  fractionalseconds: true,
  date: true,
  time: true,
  totaloffsetminutes: true,
  totalseconds: true,
  round: true,
  floor: true,
  ceiling: true,
  cast: true,
};

/** The term is of functions and operators; the last three functions are constants by the time of evaluation. */
const filterWords: readonly string[] = [
  'eq ne gt ge lt le has in and or not add sub mul div divby mod'.split(' '),
  Object.keys(functions),
  'now mindatetime maxdatetime'.split(' '),
].flat();
