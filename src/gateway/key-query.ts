/** The read of one row by its key, as a query like any other: the planner makes a read by key of it. */
import type { EntitySet, Property } from '../model/entity-set';
import type { ReadQuery } from '../odata/read-query';

export function keyQuery(entitySet: EntitySet, key: string, select: readonly Property[]): ReadQuery {
  return {
    entitySet,
    select,
    orderBy: [],
    skip: 0,
    count: false,
    filter: {
      kind: 'comparison',
      operator: 'eq',
      left: { kind: 'property', property: entitySet.key, type: 'Guid' },
      right: { kind: 'literal', type: 'Guid', value: key },
    },
  };
}
