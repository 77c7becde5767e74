/** Reads the query string of a `/data` request into options, refusing those that F&O does not have. */
import { Refusal, htmlPage, invalidQuery } from '../http/answer';
import type { EntitySchema, NavigationSchema, PropertySchema } from '../schema/entity-schema';
import { unknownProperty } from './compile-property';
import { type PageToken, readPageToken } from './page-token';

export type MetadataLevel = 'none' | 'minimal' | 'full';

export interface SortKey {
  readonly property: PropertySchema;
  readonly descending: boolean;
}

export interface Expansion {
  readonly navigation: NavigationSchema;
  readonly target: EntitySchema;
  /** Undefined: every property. */
  readonly select: readonly PropertySchema[] | undefined;
}

export interface ReadOptions {
  readonly crossCompany: boolean;
  readonly filter: string | undefined;
  readonly select: readonly PropertySchema[] | undefined;
  readonly orderBy: readonly SortKey[];
  readonly expand: readonly Expansion[];
  readonly top: number | undefined;
  readonly skip: number;
  readonly count: boolean;
  readonly page: PageToken | undefined;
  readonly level: MetadataLevel;
}

/** A name and value pair; a name without `=` has an empty value. */
export type QueryPair = readonly [name: string, value: string];

const KNOWN_OPTIONS: ReadonlySet<string> = new Set(
  '$filter $select $orderby $expand $top $skip $count $format $skiptoken'.split(' '),
);

/** Splits a raw query string, then decodes; a plus sign is a blank, as ASP.NET reads it. */
export function splitQuery(query: string): QueryPair[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.includes('=') ? part.indexOf('=') : part.length;
      return [decodeQuery(part.slice(0, equals)), decodeQuery(part.slice(equals + 1))];
    });
}

function decodeQuery(text: string): string {
  return decodePercent(text.replaceAll('+', ' '));
}

/** The web server itself refuses a broken percent escape. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal(htmlPage(400, 'Bad Request'));
  }
}

/** Reads the options for a set. Names without `$` are somebody else's and are ignored, `cross-company` apart. */
export function readOptions(
  pairs: readonly QueryPair[],
  accept: string,
  entity: EntitySchema,
  entityOfSet: (setName: string) => EntitySchema | undefined,
): ReadOptions {
  const options = systemOptions(pairs);
  return {
    crossCompany: pairs.some(([name, value]) => name === 'cross-company' && value.toLowerCase() === 'true'),
    filter: options.get('$filter'),
    select: readSelect(options.get('$select'), entity),
    orderBy: readOrderBy(options.get('$orderby'), entity),
    expand: readExpand(options.get('$expand'), entity, entityOfSet),
    top: readCount('$top', options.get('$top')),
    skip: readCount('$skip', options.get('$skip')) ?? 0,
    count: readBoolean('$count', options.get('$count')),
    page: readPageToken(options.get('$skiptoken')),
    level: readLevel(options.get('$format'), accept),
  };
}

function systemOptions(pairs: readonly QueryPair[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (!name.startsWith('$')) continue;
    if (!KNOWN_OPTIONS.has(name)) throw invalidQuery(`The query parameter '${name}' is not supported.`);
    if (options.has(name)) {
      throw invalidQuery(
        `Query option '${name}' was specified more than once, but it must be specified at most once.`,
      );
    }
    options.set(name, value.trim());
  }
  return options;
}

function readSelect(text: string | undefined, entity: EntitySchema): readonly PropertySchema[] | undefined {
  if (text === undefined || text === '') return undefined;
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('*')) return undefined;
  const selected = names.filter((name) => !entity.navigations.some((navigation) => navigation.name === name));
  return [...new Set(selected)].map((name) => propertyNamed(entity, name));
}

function readOrderBy(text: string | undefined, entity: EntitySchema): readonly SortKey[] {
  if (text === undefined || text === '') return [];
  return text.split(',').map((part) => {
    const [name = '', direction = 'asc', ...rest] = part.trim().split(/\s+/);
    if (rest.length > 0 || !/^(asc|desc)$/.test(direction)) throw invalidQuery(`Syntax error in '${text}'.`);
    return { property: propertyNamed(entity, name), descending: direction === 'desc' };
  });
}

function readExpand(
  text: string | undefined,
  entity: EntitySchema,
  entityOfSet: (setName: string) => EntitySchema | undefined,
): readonly Expansion[] {
  if (text === undefined || text === '') return [];
  return splitOutsideParentheses(text).map((part) => {
    const [, name = '', nested] = /^(\w+)(?:\((.*)\))?$/.exec(part.trim()) ?? [];
    const navigation = entity.navigations.find((each) => each.name === name);
    if (navigation === undefined) throw unknownProperty(entity, name === '' ? part.trim() : name);
    const target = entityOfSet(navigation.targetSet);
    if (target === undefined)
      throw new Error(`${name} leads to ${navigation.targetSet}, which is not published`);
    return { navigation, target, select: readNestedSelect(nested, target) };
  });
}

/** Only `$select` was seen to work inside an expand; a nested expand is not supported at all. */
function readNestedSelect(
  nested: string | undefined,
  target: EntitySchema,
): readonly PropertySchema[] | undefined {
  if (nested === undefined || nested.trim() === '') return undefined;
  const [, selected] = /^\s*\$select=([^;()]*)$/.exec(nested) ?? [];
  if (selected === undefined) throw invalidQuery(`The expand option '${nested}' is not supported.`);
  return readSelect(selected, target);
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function propertyNamed(entity: EntitySchema, name: string): PropertySchema {
  const property = entity.propertyOf.get(name);
  if (property === undefined) throw unknownProperty(entity, name);
  return property;
}

/** `$format` goes before Accept; whatever says nothing about metadata gets the minimal level. */
function readLevel(format: string | undefined, accept: string): MetadataLevel {
  if (format !== undefined && !/^(json|application\/json)\b/i.test(format)) {
    throw invalidQuery(`The value '${format}' of $format is not supported.`);
  }
  const [, level] = /odata\.metadata=(none|minimal|full)/i.exec(format ?? accept) ?? [];
  return level === undefined ? 'minimal' : (level.toLowerCase() as MetadataLevel);
}

function readCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : -1;
  if (value >= 0 && value <= 2_147_483_647) return value;
  throw invalidQuery(
    `Invalid value '${text}' for ${option} query option found. The ${option} query option requires a non-negative integer value.`,
  );
}

function readBoolean(option: string, text: string | undefined): boolean {
  if (text === undefined || text === 'false') return false;
  if (text === 'true') return true;
  throw invalidQuery(
    `Invalid value '${text}' for ${option} query option found. Valid values are 'true' and 'false'.`,
  );
}
