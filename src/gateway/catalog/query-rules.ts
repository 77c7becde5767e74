/** What Dataverse asks of a table all the time, and what that costs where the source does not take it (dataverse-client 2). */
import type { EntitySet, LookupProperty } from '../../model/entity-set';
import { sourceFilter, sourceSorts } from '../../odata/source-abilities';
import type { Collation } from '../../provider-sdk/index';
import { namesOf, note, type Rule, warning } from './graded-set';
import { texts } from './mapping-rules';

/** A rule about what the source does. Of a set that is held whole, memory does all of it. */
function ofSource(rule: Rule): Rule {
  return (graded) => (graded.heldWhole > 0 ? [] : rule(graded));
}

/** The default views have no filter (dataverse-client 2.2). */
export const requiredFilter = ofSource(({ set }) => {
  const required = set.declaration.capabilities.filter?.required ?? [];
  if (required.length === 0) return [];
  const alternatives = required.map((columns) => columns.join(' and ')).join(', or ');
  return warning(
    `The source lists rows only with a filter on ${alternatives}, and the default views of a virtual table have none.`,
    'Put that filter into each view, or hold the set whole with `cache.complete` if it is small.',
  );
});

/** "Return inline count" is on by default: each page of a grid asks for the number of all rows. */
export const uncounted = ofSource(({ set }) =>
  set.declaration.capabilities.count === true
    ? []
    : warning(
        'The source does not count, so that each page of a grid reads all rows for the count that Dataverse asks for.',
        'Switch off "Return inline count" in the data source, or hold the set whole with `cache.complete` if it is small.',
      ),
);

/** Views without an order are ordered by key, so that pages neither lose nor repeat rows. */
export const unordered = ofSource(({ set, model: { collation } }) =>
  set.key.from.every(({ name }) => sortsColumn(name, set, collation))
    ? []
    : warning(
        'The source does not order by the key, so that each page of a grid reads all rows to find the first.',
        'Hold the set whole with `cache.complete` if it is small.',
      ),
);

/** Judged as a property of that column alone would be, whether or not the set shows one. */
function sortsColumn(name: string, set: EntitySet, collation: Collation): boolean {
  const column = set.columns.get(name);
  if (column === undefined) return false;
  const property = {
    kind: 'column',
    name,
    type: column.type,
    nullable: true,
    column,
    conversion: 'same',
  } as const;
  return sourceSorts(property, set, collation);
}

/** Forms, lookups and the refresh after each change read one row by its key. */
export const unkeyed = ofSource(({ set, model: { collation } }) =>
  sourceFilter(set.key, set, collation).has('eq')
    ? []
    : warning(
        'The source finds no row by its key, so that each form and each lookup reads all rows.',
        'Hold the set whole with `cache.complete` if it is small.',
      ),
);

/** The search box of a grid and a lookup's own search ask for text that begins with what was typed. */
export const unsearched = ofSource(({ set, model: { collation } }) => {
  const found = texts(set);
  const isSearched = found.some((property) => sourceFilter(property, set, collation).has('startswith'));
  if (found.length === 0 || isSearched) return [];
  return warning(
    'The source does not take startswith on any text, so that quick find and the search of a lookup read all rows.',
    'Hold the set whole with `cache.complete` if it is small.',
  );
});

/** A subgrid asks for the rows whose lookup is the row that is shown. */
export const unfilteredLookups = ofSource(({ set, model: { collation } }) => {
  const found = lookupsOf(set).filter((lookup) => !sourceFilter(lookup, set, collation).has('eq'));
  if (found.length === 0) return [];
  return warning(
    `The source does not filter by the columns of ${namesOf(found)}, so that a subgrid of the related table reads all rows.`,
    'Leave the subgrid out, or hold the set whole with `cache.complete` if it is small.',
  );
});

/** A grid reads the rows that its lookups point to one by one (dataverse-client 2.7). */
export const lookupsRowByRow: Rule = ({ set, model }) => {
  const found = lookupsOf(set).filter(({ target }) => {
    const capabilities = model.entitySets.get(target)?.declaration.capabilities;
    return capabilities?.getMany === undefined;
  });
  if (found.length === 0) return [];
  return note(
    `The sources of what ${namesOf(found)} point to take no lists of keys: a grid that shows them asks for each row.`,
    'Cache the sets that they point to.',
  );
};

/** Dataverse itself: PAD#4444, and its list of limits. */
export const lookupLimits: Rule = ({ set }) => {
  const found = lookupsOf(set);
  if (found.length === 0) return [];
  return note(
    `Dataverse neither sorts by the lookups ${namesOf(found)} nor filters them by several rows at once.`,
    'Add the columns behind them as properties of their own, if makers need that.',
  );
};

export const unsorted = ofSource(({ set, model: { collation } }) => {
  const found = set.properties.filter(
    (property) => property.kind === 'column' && !sourceSorts(property, set, collation),
  );
  if (found.length === 0) return [];
  return note(
    `The source does not order by ${namesOf(found)}: whoever sorts a grid by them reads all rows.`,
    'Switch off sorting in views where that takes too long.',
  );
});

/** Who pages by `$top` takes a shorter page for the last (dataverse-client 1.5). */
const LARGEST_PAGE = 5_000;

export const shortPages: Rule = ({ maxPageSize }) =>
  maxPageSize >= LARGEST_PAGE
    ? []
    : warning(
        `Pages end after ${maxPageSize} rows. Dataverse asks for up to ${LARGEST_PAGE}, and takes a shorter page for the last.`,
        `Raise maxPageSize of the service to ${LARGEST_PAGE}, or choose server-side paging in the data source.`,
      );

export const uncached: Rule = ({ isCached, heldWhole }) =>
  isCached || heldWhole > 0
    ? []
    : note(
        'Nothing of this set is cached, and Dataverse asks for the same rows again and again.',
        'Give it `cache: { ttl: 60s }`, or as long as rows may be old.',
      );

export const impossibleWrites: Rule = ({ set }) => {
  const found = set.write.filter((kind) => set.declaration.capabilities.write?.[kind] !== true);
  if (found.length === 0) return [];
  return warning(
    `The configuration allows ${found.join(', ')}, which the source does not take.`,
    'Take it out of `write`, so that makers are not offered what fails.',
  );
};

function lookupsOf({ properties }: EntitySet): readonly LookupProperty[] {
  return properties.filter((property) => property.kind === 'lookup');
}
