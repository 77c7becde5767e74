/** Binds `$select` and `$orderby`, and refuses the options that have no place at an address or in this service. */
import { RequestError } from '../../errors';
import type { Property } from '../../model/entity-set';
import type { SortKey } from '../../model/expression';
import { typeOf } from '../../provider-sdk/index';
import type {
  OrderBySyntax,
  QueryOptionsSyntax,
  SelectItemSyntax,
  SelectSyntax,
} from '../syntax/query-options-syntax';
import { bindExpression } from './bind-expression';
import { bindError, findProperty, notImplemented, type BindScope } from './bind-scope';

export interface Selection {
  /** The properties to return, key included, each once. */
  readonly properties: readonly Property[];
  /** Their names for the context URL; absent where everything is returned. */
  readonly names?: string;
}

/** Without `$select`, or with `*` in it, everything. The key is always there: Dataverse cannot do without it. */
export function bindSelect(select: SelectSyntax | undefined, scope: BindScope): Selection {
  const { key, properties } = scope.entitySet;
  if (select === undefined) return { properties };
  const chosen = new Set<Property>();
  let everything = false;
  for (const item of select.items) {
    const property = bindSelectItem(item, scope);
    if (property === '*') everything = true;
    else chosen.add(property);
  }
  if (everything) return { properties };
  const selected = chosen.has(key) ? [...chosen] : [key, ...chosen];
  return { properties: selected, names: selected.map(({ name }) => name).join(',') };
}

function bindSelectItem(item: SelectItemSyntax, scope: BindScope): Property | '*' {
  const [segment, further] = item.segments;
  if (item.options !== undefined || item.signature !== undefined || segment === undefined) {
    throw notImplemented(scope, `a selection with options at position ${item.at}`);
  }
  if (segment.kind === '*' && further === undefined) return '*';
  if (segment.kind !== 'name') throw notImplemented(scope, `the selection at position ${item.at}`);
  const property = findProperty(segment.name, scope);
  if (further === undefined) return property;
  throw bindError(
    'UnknownProperty',
    scope,
    `${property.name} is an Edm.${property.type} and has no properties of its own.`,
  );
}

export function bindOrderBy(orderBy: OrderBySyntax | undefined, scope: BindScope): readonly SortKey[] {
  return (orderBy?.items ?? []).map(({ expression, descending, at }) => {
    const bound = bindExpression(expression, scope);
    if (typeOf(bound) !== 'Enum' || bound.kind === 'property') return { expression: bound, descending };
    throw bindError('InvalidType', scope, `nothing can be ordered by that at position ${at}.`);
  });
}

/** Name and syntax member of every option that some address refuses. */
const OPTIONS = {
  $filter: 'filter',
  $search: 'search',
  $orderby: 'orderBy',
  $select: 'select',
  $top: 'top',
  $skip: 'skip',
  $count: 'count',
  $skiptoken: 'skipToken',
  $expand: 'expand',
  $compute: 'compute',
  $apply: 'apply',
  $deltatoken: 'deltaToken',
  $index: 'index',
  $id: 'id',
  $schemaversion: 'schemaVersion',
} as const satisfies Record<string, keyof QueryOptionsSyntax>;

export type OptionName = keyof typeof OPTIONS;

const NAMED_OPTIONS = Object.entries(OPTIONS) as readonly [OptionName, keyof QueryOptionsSyntax][];

/** Known to OData, not done here; refused by name rather than ignored, since an ignored option is a wrong answer. */
const NOT_IMPLEMENTED: readonly OptionName[] = [
  '$expand',
  '$compute',
  '$apply',
  '$deltatoken',
  '$index',
  '$id',
  '$schemaversion',
];

/** @throws {RequestError} NotImplemented or InvalidQueryOption, for an option that is there and not among `allowed` */
export function allowOptions(
  options: QueryOptionsSyntax,
  allowed: readonly OptionName[],
  address: string,
): void {
  for (const [name, member] of NAMED_OPTIONS) {
    if (options[member] === undefined || allowed.includes(name)) continue;
    if (NOT_IMPLEMENTED.includes(name)) {
      throw new RequestError('NotImplemented', `${name} is not supported by this service.`, { target: name });
    }
    throw new RequestError('InvalidQueryOption', `${name} has no place at ${address}.`, { target: name });
  }
}
