/** Turns a query into the request target, its options in the order of the client library's writer. */
import type { Expression } from './expression';
import { writeExpression, type WireStyle } from './write-expression';

export interface OrderKey {
  readonly name: string;
  readonly descending: boolean;
}

/** A query on an entity set, in the provider's terms. */
export interface ListQuery {
  readonly filter?: Expression | undefined;
  readonly orderBy?: readonly OrderKey[] | undefined;
  readonly skip?: number | undefined;
  readonly top?: number | undefined;
  readonly select?: readonly string[] | undefined;
  readonly count?: boolean | undefined;
}

/** `Customers?$filter=…&$orderby=…&$skip=…&$top=…&$select=…&$count=true`, relative to the service root. */
export function writeListTarget(set: string, query: ListQuery, style: WireStyle): string {
  return withOptions(set, listOptions(query, style));
}

/** The options of a query, each written, in the client's order. */
export function listOptions(query: ListQuery, style: WireStyle): readonly string[] {
  const { dollar, comma } = style;
  const options: string[] = [];
  if (query.filter) options.push(`${dollar}filter=${writeExpression(query.filter, style)}`);
  if (query.orderBy?.length) options.push(`${dollar}orderby=${writeOrder(query.orderBy, style)}`);
  if (query.skip !== undefined) options.push(`${dollar}skip=${query.skip}`);
  if (query.top !== undefined) options.push(`${dollar}top=${query.top}`);
  if (query.select) options.push(`${dollar}select=${query.select.map(encodeURIComponent).join(comma)}`);
  if (query.count) options.push(`${dollar}count=true`);
  return options;
}

/** `Customers(0f3c…)?$select=…`. */
export function writeKeyTarget(
  set: string,
  key: string,
  select: readonly string[] | undefined,
  style: WireStyle,
): string {
  return withOptions(`${set}(${key})`, listOptions({ select }, style));
}

export function withOptions(path: string, options: readonly string[]): string {
  return options.length === 0 ? path : `${path}?${options.join('&')}`;
}

function writeOrder(keys: readonly OrderKey[], style: WireStyle): string {
  return keys
    .map(({ name, descending }) => encodeURIComponent(name) + (descending ? `${style.space}desc` : ''))
    .join(style.comma);
}
