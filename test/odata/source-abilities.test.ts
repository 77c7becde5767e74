import type { EntitySet, Property } from '../../src/model/entity-set';
import { sourceFilter, sourceSorts } from '../../src/odata/source-abilities';
import type { Collation, EntityDeclaration } from '../../src/provider-sdk/index';
import { sampleProperty, sampleSet } from '../support/sample-model';

function filterOf(set: EntitySet, name: string, collation: Collation = 'ignoreCase'): object {
  return Object.fromEntries(sourceFilter(sampleProperty(set, name), set, collation));
}

function declaredAs(set: EntitySet, changes: Partial<EntityDeclaration>): EntitySet {
  return { ...set, declaration: { ...set.declaration, ...changes } };
}

const customers = sampleSet('Customers');

describe('filters', () => {
  test('a column takes what is declared', () => {
    expect(filterOf(customers, 'IsOneTime')).toEqual({
      eq: 'exact',
      ne: 'exact',
      in: 'exact',
      null: 'exact',
    });
    expect(filterOf(customers, 'Latitude')).toEqual({});
  });

  test('an option value takes equality only', () => {
    expect(filterOf(customers, 'OnHold')).toEqual({ eq: 'exact', ne: 'exact', in: 'exact' });
    const { column, ...rest } = sampleProperty(customers, 'OnHold') as Extract<Property, { kind: 'column' }>;
    const ordered: Property = {
      ...rest,
      column: { ...column, filter: { eq: 'exact', gt: 'exact', has: 'exact' } },
    };
    expect([...sourceFilter(ordered, customers, 'ignoreCase').keys()]).toEqual(['eq']);
  });

  test('a source without case is a superset where case counts, one with case is no use where it does not', () => {
    expect(filterOf(customers, 'Name', 'ordinal')).toEqual({
      eq: 'superset',
      in: 'superset',
      null: 'exact',
      contains: 'superset',
    });
    expect(filterOf(declaredAs(customers, { collation: 'ordinal' }), 'Name')).toEqual({ null: 'exact' });
    expect(filterOf(sampleSet('Products'), 'Title', 'ordinal')).toMatchObject({
      gt: 'exact',
      contains: 'exact',
    });
  });

  test('a key takes eq and in where rows are read by key, a lookup where its columns do', () => {
    const exactly = { eq: 'exact', in: 'exact' };
    expect(filterOf(customers, 'CustomerId')).toEqual(exactly);
    expect(filterOf(customers, 'Group')).toEqual(exactly);
    expect(filterOf(customers, 'Group', 'ordinal')).toEqual({ eq: 'superset', in: 'superset' });
    expect(filterOf(sampleSet('CustomerGroups'), 'GroupId')).toEqual({});
  });
});

describe('order', () => {
  test('by a column that the source sorts, if null stands where OData has it', () => {
    const sorts = (set: EntitySet, name: string, collation: Collation = 'ignoreCase') =>
      sourceSorts(sampleProperty(set, name), set, collation);
    expect(sorts(customers, 'Employees')).toBe(true);
    expect(sorts(customers, 'Latitude')).toBe(false);
    expect(sorts(customers, 'OnHold')).toBe(false);
    expect(sorts(customers, 'CustomerId')).toBe(false);
    expect(sorts(sampleSet('Products'), 'ProductId')).toBe(true);
    const last = declaredAs(customers, { capabilities: { sort: { nulls: 'last' } } });
    expect(sorts(last, 'Employees')).toBe(false);
    expect(sorts(last, 'Company')).toBe(true);
    expect(sorts(customers, 'Name', 'ordinal')).toBe(false);
  });
});
