/** A source as if its provider had declared `{}`: everything is left to the gateway. */
import type { EntitySet } from '../model/entity-set';
import type { Connection, EntityDeclaration } from '../provider-sdk/index';

/** A filter that the source demands is no ability: without it there are no rows at all. */
export function withoutAbilities(declaration: EntityDeclaration): EntityDeclaration {
  const required = declaration.capabilities.filter?.required;
  return {
    ...declaration,
    capabilities: required === undefined ? {} : { filter: { required } },
    columns: declaration.columns.map(({ filter: _filter, sort: _sort, ...column }) => column),
  };
}

export function setWithoutAbilities(set: EntitySet): EntitySet {
  const declaration = withoutAbilities(set.declaration);
  return {
    ...set,
    declaration,
    columns: new Map(declaration.columns.map((column) => [column.name, column])),
  };
}

export function onlyListing(connection: Connection): Connection {
  return {
    entities: (names, context) => connection.entities(names, context),
    read: (query, context) => connection.read(query, context),
    check: (context) => connection.check(context),
    close: () => connection.close(),
  };
}
