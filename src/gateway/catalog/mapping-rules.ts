/** What Dataverse demands of the names and types of a table's columns (dataverse-client 1.1, 1.2, 3.2). */
import { dataverseColumn, LONGEST_LINE } from '../../model/dataverse-column';
import type { ColumnProperty, EntitySet } from '../../model/entity-set';
import type { ColumnDeclaration } from '../../provider-sdk/index';
import { namesOf, note, type Rule, warning } from './graded-set';

/** Only a service of profile `standard` exposes such types. */
export const unmappable: Rule = ({ set }) => {
  const found = set.properties.filter((property) => dataverseColumn(property) === undefined);
  if (found.length === 0) return [];
  return warning(
    `Dataverse has no column for the types of ${namesOf(found)}.`,
    'Give the service `profile: dataverse`, which narrows what can be narrowed and leaves the rest out.',
  );
};

/** Each table has a primary name column, and that is text. */
export const nameless: Rule = ({ set }) =>
  texts(set).length > 0
    ? []
    : warning(
        'There is no text for the primary name column, which each table must have.',
        'Add a property over a text column of the source.',
      );

/** A whole number of Dataverse has 32 bits. */
export const longIntegers: Rule = ({ set }) => {
  const found = columnsOf(set).filter(({ type }) => type === 'Int64');
  if (found.length === 0) return [];
  return warning(
    `${namesOf(found)} may hold numbers beyond 2,147,483,647, which a whole number of Dataverse cannot.`,
    'Map it only if the numbers stay below, or let the source give it as text or as a decimal.',
  );
};

/** A decimal of Dataverse reaches to 100,000,000,000 and has at most 10 digits after the point. */
const MOST_DIGITS_BEFORE = 11;
const MOST_DIGITS_AFTER = 10;

export const longDecimals: Rule = ({ set }) => {
  const found = columnsOf(set).filter(({ type, column }) => type === 'Decimal' && isTooLong(column));
  if (found.length === 0) return [];
  return warning(
    `${namesOf(found)} may hold more digits than a decimal of Dataverse: ${MOST_DIGITS_BEFORE} before the point, ${MOST_DIGITS_AFTER} after it.`,
    'Map it only if its numbers stay within, or let the source give it as text.',
  );
};

function isTooLong({ precision, scale = 0 }: ColumnDeclaration): boolean {
  return scale > MOST_DIGITS_AFTER || (precision ?? 0) - scale > MOST_DIGITS_BEFORE;
}

/** Dataverse writes schema names in lower case, and compares external ones with case. */
export const namesLikeOthers: Rule = ({ set }) => {
  const seen = new Map<string, number>();
  for (const { name } of set.properties)
    seen.set(name.toLowerCase(), (seen.get(name.toLowerCase()) ?? 0) + 1);
  const found = set.properties.filter(({ name }) => (seen.get(name.toLowerCase()) ?? 0) > 1);
  if (found.length === 0) return [];
  return warning(
    `${namesOf(found)} differ in case only, and two columns of a table cannot.`,
    'Give one of them another name in `properties`.',
  );
};

/** Schema names take letters A to Z, digits and underscores. */
export const unusualNames: Rule = ({ set }) => {
  const found = set.properties.filter(({ name }) => !/^\w+$/.test(name));
  if (found.length === 0) return [];
  return note(
    `${namesOf(found)} cannot be the schema name of a column, which takes A to Z, digits and underscores only.`,
    'Choose another schema name in Dataverse, and keep this one as the external name.',
  );
};

export const unknownLengths: Rule = ({ set }) => {
  const found = texts(set).filter(({ column }) => column.maxLength === undefined);
  if (found.length === 0) return [];
  return note(
    `The source does not say how long ${namesOf(found)} may be.`,
    `Choose ${LONGEST_LINE} characters, or several lines of text where values are longer: when it reads, Dataverse does not check the length.`,
  );
};

export const dates: Rule = ({ set }) => {
  const found = columnsOf(set).filter(({ conversion }) => conversion === 'midnight');
  if (found.length === 0) return [];
  return note(
    `${namesOf(found)} are dates without a time, given as midnight UTC.`,
    'Choose the format "Date only" with the behaviour "Time zone independent": users west of Greenwich would see the day before.',
  );
};

export const choices: Rule = ({ set }) => {
  const found = columnsOf(set).filter(({ conversion }) => conversion === 'optionValue');
  if (found.length === 0) return [];
  return note(
    `${namesOf(found)} are enumerations, given as the numbers of their members.`,
    'Make a choice with these numbers; $metadata lists them with their names.',
  );
};

/** Only where the profile leaves columns out by itself: what the configuration does not list is not wanted. */
export const leftOut: Rule = ({ set, model }) => {
  if (model.profile !== 'dataverse') return [];
  const used = new Set(set.properties.flatMap((property) => sourceColumns(property)));
  const found = set.declaration.columns.filter(
    (column) => !used.has(column.name) && hasNoCounterpart(column),
  );
  if (found.length === 0) return [];
  return note(
    `${namesOf(found)} of the source are left out: Dataverse has no column for a time of day, a duration or a set of flags.`,
    'Nothing can be done here; the source may offer them as text or as numbers.',
  );
};

function hasNoCounterpart({ type, flags }: ColumnDeclaration): boolean {
  return type === 'TimeOfDay' || type === 'Duration' || (type === 'Enum' && flags === true);
}

export function sourceColumns(property: EntitySet['properties'][number]): readonly string[] {
  return property.kind === 'column' ? [property.column.name] : property.from.map(({ name }) => name);
}

export function texts(set: EntitySet): readonly ColumnProperty[] {
  return columnsOf(set).filter(({ type }) => type === 'String');
}

function columnsOf({ properties }: EntitySet): readonly ColumnProperty[] {
  return properties.filter((property) => property.kind === 'column');
}
