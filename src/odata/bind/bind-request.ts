/** Resolves a parsed request against the model of its service: which resource it addresses and what it asks of it. */
import { RequestError } from '../../errors';
import type { EntitySet, ServiceModel } from '../../model/entity-set';
import { canonicalGuid } from '../../provider-sdk/index';
import type { ReadQuery, ReadRequest } from '../read-query';
import type { QueryOptionsSyntax } from '../syntax/query-options-syntax';
import type {
  KeyPredicateSyntax,
  NameSegment,
  ResourcePathSyntax,
  ResourceSegment,
  Syntax,
} from '../syntax/syntax-tree';
import { bindPredicate } from './bind-expression';
import { allowOptions, bindOrderBy, bindSelect } from './bind-options';
import { fullAllowance, type BindScope } from './bind-scope';
import { bindSearch } from './bind-search';

export interface BindInput {
  readonly path: ResourcePathSyntax;
  readonly options: QueryOptionsSyntax;
  readonly model: ServiceModel;
  /** The instant of the request in canonical form, for `now()`. */
  readonly now: string;
}

/** @throws {RequestError} UnknownResource, UnknownProperty, InvalidType, InvalidQueryOption, NotImplemented and so on */
export function bindRequest(input: BindInput): ReadRequest {
  const { path, options, model } = input;
  const [first, ...rest] = path.segments;
  if (first === undefined) {
    allowOptions(options, [], 'the service root');
    return { kind: 'serviceDocument' };
  }
  if (first.kind === '$metadata' && rest.length === 0) {
    allowOptions(options, [], '$metadata');
    return { kind: 'metadata' };
  }
  if (first.kind !== 'name') throw unsupportedSegment(first);
  const entitySet = model.entitySets.get(first.name);
  if (entitySet === undefined || first.parameters !== undefined) throw unknownResource(first.name);
  return first.key === undefined
    ? bindCollection(entitySet, rest, input)
    : bindEntity(entitySet, first, rest, input);
}

function bindCollection(
  entitySet: EntitySet,
  rest: readonly ResourceSegment[],
  input: BindInput,
): ReadRequest {
  const [segment, further] = rest;
  const { options } = input;
  if (segment === undefined) {
    const allowed = [
      '$filter',
      '$search',
      '$orderby',
      '$select',
      '$top',
      '$skip',
      '$count',
      '$skiptoken',
    ] as const;
    allowOptions(options, allowed, 'an entity set');
    const selection = bindSelect(options.select, scopeFor('$select', entitySet, input));
    return {
      kind: 'collection',
      query: bindQuery(entitySet, selection.properties, input),
      ...(options.skipToken === undefined ? {} : { skipToken: options.skipToken }),
      ...(selection.names === undefined ? {} : { selected: selection.names }),
    };
  }
  if (segment.kind !== '$count' || further !== undefined) throw unsupportedSegment(further ?? segment);
  // $count is of all matching rows: order and window are allowed and mean nothing (Protocol 4.01, 11.2.10).
  allowOptions(options, ['$filter', '$search', '$orderby', '$top', '$skip', '$count'], '$count');
  const { skip: _skip, top: _top, ...query } = bindQuery(entitySet, [], input);
  return { kind: 'count', query: { ...query, orderBy: [], skip: 0, top: 0, count: true } };
}

function bindQuery(entitySet: EntitySet, select: ReadQuery['select'], input: BindInput): ReadQuery {
  const { filter, search, orderBy, skip, top, count } = input.options;
  return {
    entitySet,
    select,
    skip: skip ?? 0,
    count: count ?? false,
    orderBy: bindOrderBy(orderBy, scopeFor('$orderby', entitySet, input)),
    ...(top === undefined ? {} : { top }),
    ...(filter === undefined ? {} : { filter: bindPredicate(filter, scopeFor('$filter', entitySet, input)) }),
    ...(search === undefined ? {} : { search: bindSearch(search, scopeFor('$search', entitySet, input)) }),
  };
}

function scopeFor(clause: string, entitySet: EntitySet, { model, options, now }: BindInput): BindScope {
  return { model, entitySet, clause, aliases: options.aliases, now, allowance: fullAllowance() };
}

function bindEntity(
  entitySet: EntitySet,
  { key }: NameSegment,
  rest: readonly ResourceSegment[],
  input: BindInput,
): ReadRequest {
  const { options } = input;
  // Some clients send $top with the read of one row; it changes nothing (dataverse-client 9).
  allowOptions(options, ['$select', '$top'], 'a single row');
  const selection = bindSelect(options.select, scopeFor('$select', entitySet, input));
  const [first, second, third] = rest;
  const request = {
    kind: 'entity',
    entitySet,
    key: bindKey(key, entitySet, input),
    select: selection.properties,
    ...(selection.names === undefined ? {} : { selected: selection.names }),
  } as const;
  if (first === undefined) return request;
  if (first.kind !== 'name' || first.key !== undefined || first.parameters !== undefined)
    throw unsupportedSegment(first);
  const property = entitySet.propertiesByName.get(first.name);
  if (property === undefined) throw unknownResource(first.name);
  if (options.select !== undefined) allowOptions(options, ['$top'], 'a property');
  if (second !== undefined && (second.kind !== '$value' || third !== undefined))
    throw unsupportedSegment(third ?? second);
  return { ...request, select: [entitySet.key, property], property: { property, raw: second !== undefined } };
}

/** `(guid)` or `(Key=guid)`, literal or alias. A text that is no Guid is a malformed key, not a missing row. */
export function bindKey(
  key: KeyPredicateSyntax | undefined,
  { key: property, name: set }: EntitySet,
  { options }: Pick<BindInput, 'options'>,
): string {
  const target = { target: property.name };
  let value: Syntax | undefined;
  if (key?.kind === 'single') value = key.value;
  else if (key?.values.length === 1 && key.values[0]?.name === property.name) value = key.values[0].value;
  if (value === undefined) {
    throw new RequestError(
      'InvalidValue',
      `the key of ${set} is ${property.name}, an Edm.Guid: ${set}(${property.name}=…).`,
      target,
    );
  }
  const resolved = value.kind === 'alias' ? options.aliases.get(value.name) : value;
  const guid =
    resolved?.kind === 'literal' && resolved.type === 'guid' ? canonicalGuid(resolved.text) : undefined;
  if (guid !== undefined) return guid;
  throw new RequestError(
    'InvalidValue',
    `the key ${property.name} of ${set} is an Edm.Guid, written without quotes.`,
    target,
  );
}

export function unknownResource(name: string): RequestError {
  return new RequestError('UnknownResource', `there is no '${name}' here.`);
}

export function unsupportedSegment(segment: ResourceSegment): RequestError {
  switch (segment.kind) {
    case 'name':
      return unknownResource(segment.name);
    case 'key':
      return unknownResource(segment.text);
    case '$filter':
    case '$crossjoin':
    case '$batch':
    case '$all':
    case '$entity':
    case '$each':
    case '$ref':
      return new RequestError('NotImplemented', `${segment.kind} is not supported by this service.`, {
        target: segment.kind,
      });
    case '$count':
    case '$value':
    case '$metadata':
    case '$query':
      return new RequestError('UnknownResource', `${segment.kind} has no place here.`, {
        target: segment.kind,
      });
  }
}
