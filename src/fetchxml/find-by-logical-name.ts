/** Finds entity sets and properties by the logical names of Dataverse, of which only the external names are known here. */
import type { RequestError } from '../errors';
import type { EntitySet, Property, ServiceModel } from '../model/entity-set';
import { nearestNames } from '../model/suggest-name';
import { elementError, shown } from './fetchxml-error';
import { requiredName } from './read-attribute';
import type { Translating } from './translating';
import type { XmlElement } from './xml-element';

/** A publisher's prefix: two to eight letters and digits, then an underscore (`new_`, `contoso_`). */
const PUBLISHER_PREFIX = /^[a-z][a-z0-9]{1,7}_/;

const NEAR_NAMES = 5;

/** The name as it is, and without a publisher's prefix; in lower case, as logical names are. */
function spellings(logicalName: string): ReadonlySet<string> {
  const lower = logicalName.toLowerCase();
  return new Set([lower, lower.replace(PUBLISHER_PREFIX, '')]);
}

/**
 * A virtual table bears the name of one row of it, an entity set that of all: both are tried.
 *
 * @example findEntitySet of <entity name="new_customer"> // the set Customers, of type Customer
 * @throws {RequestError} InvalidFetchXml
 */
export function findEntitySet(entity: XmlElement, { name: service, entitySets }: ServiceModel): EntitySet {
  const logicalName = requiredName(entity, 'name');
  const wanted = spellings(logicalName);
  const sets = [...entitySets.values()];
  const found = sets.filter(({ name, typeName }) =>
    [name, typeName].some((candidate) => wanted.has(candidate.toLowerCase())),
  );
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only;
  const near = nearestOf(
    logicalName,
    sets.flatMap(({ name, typeName }) => [name, typeName]),
  );
  throw elementError(
    'InvalidFetchXml',
    entity,
    another === undefined
      ? `the service '${service}' has no entity set of that name. The nearest: ${near}.`
      : `the name may mean any of ${found.map(({ name }) => name).join(', ')}. Write the name of one of them.`,
  );
}

/**
 * @param name the attribute of the element that holds a logical name
 * @example findProperty of <attribute name="new_creditlimit"> // the property CreditLimit
 * @throws {RequestError} InvalidFetchXml or UnknownProperty
 */
export function findProperty(
  element: XmlElement,
  name: 'name' | 'attribute' | 'to',
  { entitySet, table, note }: Translating,
): Property {
  const logicalName = requiredName(element, name);
  const wanted = spellings(logicalName);
  const found = entitySet.properties.filter((property) => wanted.has(property.name.toLowerCase()));
  if (isPrimaryKey(logicalName, table)) {
    const others = found.filter((property) => property !== entitySet.key);
    for (const other of others) note(primaryKeyNote(logicalName, entitySet, other));
    return entitySet.key;
  }
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only;
  throw another === undefined
    ? unknown(element, logicalName, entitySet)
    : elementError(
        'UnknownProperty',
        element,
        `'${shown(logicalName)}' may mean any of ${found.map((property) => property.name).join(', ')}: ` +
          'give the properties of the service names that differ in more than case and prefix.',
      );
}

/** Dataverse itself makes the primary key of a table, and names it after the table. */
function isPrimaryKey(logicalName: string, table: string): boolean {
  return logicalName.toLowerCase() === `${table.toLowerCase()}id`;
}

function primaryKeyNote(logicalName: string, { key }: EntitySet, other: Property): string {
  return `${shown(logicalName)} is the primary key of the table, and so ${key.name}; the property ${other.name} needs a column of another name.`;
}

function unknown(element: XmlElement, logicalName: string, { name, properties }: EntitySet): RequestError {
  const near = nearestOf(
    logicalName,
    properties.map((property) => property.name),
  );
  return elementError(
    'UnknownProperty',
    element,
    `${name} has no property '${shown(logicalName)}', with or without the prefix of a publisher. The nearest: ${near}.`,
  );
}

function nearestOf(logicalName: string, known: readonly string[]): string {
  const plain = logicalName.toLowerCase().replace(PUBLISHER_PREFIX, '');
  return nearestNames(plain, [...new Set(known)], NEAR_NAMES).join(', ');
}
