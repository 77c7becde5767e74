/** Translates a view's FetchXML into the OData query that Dataverse's OData v4 data provider makes of it. */
import type { ServiceModel } from '../model/entity-set';
import { printExpression } from '../odata/syntax/print-expression';
import { checkElement } from './element-rules';
import { elementError, placedError } from './fetchxml-error';
import { findEntitySet } from './find-by-logical-name';
import { isTrue, requiredName } from './read-attribute';
import { readXml } from './read-xml';
import { translateColumns, translateOrder } from './translate-columns';
import { translateFilters } from './translate-filter';
import { translateWindow } from './translate-window';
import type { Translating } from './translating';
import { type QueryOption, writeTarget } from './write-target';
import { childrenOf, type XmlElement } from './xml-element';

export interface TranslatedFetchXml {
  readonly entitySet: string;
  /** Path and query below the service root, encoded as they go over the wire. */
  readonly target: string;
  /** The options of the query, decoded. */
  readonly options: readonly QueryOption[];
  /** What the reader has to know besides: what was assumed, what Dataverse does by other means. */
  readonly notes: readonly string[];
}

const DISTINCT_NOTE = 'distinct is not sent: with their key in them, no two rows of a table are the same.';

/**
 * Nothing is evaluated, and nothing is passed over: what cannot be sent as it is meant is an error.
 *
 * @param fetchXml the text, from `<fetch>` on
 * @param now the instant of the query in canonical form, for conditions such as `today`
 * @example translateFetchXml('<fetch top="3"><entity name="new_customer"/></fetch>', model, now).target // 'Customers?$top=3'
 * @throws {RequestError} InvalidFetchXml, UntranslatableFetchXml, UnknownProperty, InvalidValue, LimitExceeded
 */
export function translateFetchXml(fetchXml: string, model: ServiceModel, now: string): TranslatedFetchXml {
  const fetch = readXml(fetchXml);
  const entity = findEntity(fetch);
  const notes = new Set<string>();
  const note = (text: string): void => void notes.add(text);
  const entitySet = findEntitySet(entity, model);
  const translating: Translating = { model, now, note, entitySet, table: requiredName(entity, 'name') };
  const options = queryOptions(fetch, entity, translating);
  return {
    entitySet: entitySet.name,
    target: writeTarget(entitySet.name, options),
    options,
    notes: [...notes],
  };
}

function findEntity(fetch: XmlElement): XmlElement {
  if (fetch.name !== 'fetch') {
    const message = `the text begins with <${fetch.name.slice(0, 40)}>, and FetchXML with <fetch>. Give that element alone.`;
    throw placedError('InvalidFetchXml', fetch, message);
  }
  checkElement(fetch);
  const [entity, another] = childrenOf(fetch, 'entity');
  if (entity !== undefined && another === undefined) return entity;
  throw elementError('InvalidFetchXml', fetch, 'it takes one <entity>.');
}

/** In the order in which Dataverse's client writes them (dataverse-client 2.2). */
function queryOptions(
  fetch: XmlElement,
  entity: XmlElement,
  translating: Translating,
): readonly QueryOption[] {
  if (isTrue(fetch, 'distinct')) translating.note(DISTINCT_NOTE);
  const filter = translateFilters(childrenOf(entity, 'filter'), translating);
  const order = translateOrder(entity, translating);
  const { skip, top } = translateWindow(fetch, translating);
  const select = translateColumns(entity, translating);
  const values: Readonly<Record<string, string | undefined>> = {
    $filter: filter === undefined ? undefined : printExpression(filter),
    $orderby: listed(order.map(({ property, descending }) => property.name + (descending ? ' desc' : ''))),
    $skip: skip === 0 ? undefined : String(skip),
    $top: String(top),
    $select: listed((select ?? []).map(({ name }) => name)),
    $count: isTrue(fetch, 'returntotalrecordcount') ? 'true' : undefined,
  };
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

function listed(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : names.join(',');
}
