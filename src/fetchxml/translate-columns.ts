/** Translates the columns of a view and its order into $select and $orderby. */
import type { Property } from '../model/entity-set';
import { elementError } from './fetchxml-error';
import { findProperty } from './find-by-logical-name';
import { isTrue } from './read-attribute';
import type { Translating } from './translating';
import { childrenOf, type XmlElement } from './xml-element';

const LINK_NOTE =
  'Columns of another table are not in this query: Dataverse fetches the related rows by further ones, which are not shown.';

/**
 * The properties to ask for, the key first as Dataverse has it. Undefined means all: FetchXML says so by
 * <all-attributes>, or by naming none (powerapps-docs: fetchxml/select-columns.md).
 */
export function translateColumns(
  entity: XmlElement,
  translating: Translating,
): readonly Property[] | undefined {
  const links = childrenOf(entity, 'link-entity').map((link) => translateLink(link, translating));
  const named = childrenOf(entity, 'attribute').map((attribute) =>
    findProperty(attribute, 'name', translating),
  );
  if (named.length === 0 || childrenOf(entity, 'all-attributes').length > 0) return undefined;
  return [...new Set([translating.entitySet.key, ...named, ...links])];
}

/**
 * Gives the property that leads to the related rows, which is what Dataverse needs to fetch them.
 *
 * @throws {RequestError} UntranslatableFetchXml for a link that decides which rows there are, or in which order
 */
function translateLink(link: XmlElement, translating: Translating): Property {
  const linkType = link.attributes.get('link-type') ?? 'inner';
  if (linkType !== 'outer') {
    const message =
      "it leaves out rows that have no related one, and no OData query of Dataverse joins. Only link-type='outer' brings columns alone.";
    throw elementError('UntranslatableFetchXml', link, message);
  }
  refuseNarrowing(link);
  translating.note(LINK_NOTE);
  return findProperty(link, 'to', translating);
}

/** Links within links too may bring columns, and nothing else. */
function refuseNarrowing(link: XmlElement): void {
  for (const child of link.children) {
    const isFilter = child.name === 'filter' && child.children.length > 0;
    const isInner = child.name === 'link-entity' && child.attributes.get('link-type') !== 'outer';
    if (isFilter || isInner || child.name === 'order') {
      const message =
        'Dataverse sends no filter, order or join of another table to an OData source. Use a column of the view’s own table.';
      throw elementError('UntranslatableFetchXml', child, message);
    }
    refuseNarrowing(child);
  }
}

export interface OrderedBy {
  readonly property: Property;
  readonly descending: boolean;
}

export function translateOrder(entity: XmlElement, translating: Translating): readonly OrderedBy[] {
  return childrenOf(entity, 'order').map((order) => ({
    property: findProperty(order, 'attribute', translating),
    descending: isTrue(order, 'descending'),
  }));
}
