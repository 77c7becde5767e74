/** What goes to the source, what stays here, and why: the planner on requests that callers send. */
import type { PlanPart } from '../../src/plan/read-plan';
import type { ServiceModel } from '../../src/model/entity-set';
import { planUrl } from '../support/plan-url';
import { sampleModel, sampleSet } from '../support/sample-model';

const usmf = "Company eq 'usmf'";

function customers(filter: string, rest = ''): string {
  return `Customers?$filter=${encodeURIComponent(filter)}${rest}`;
}

/** The sample without the columns that its source insists on. */
function withoutRequired(model: ServiceModel): ServiceModel {
  const set = model.entitySets.get('Customers');
  if (set === undefined) throw new Error('no Customers');
  const { required: _, ...filter } = set.declaration.capabilities.filter ?? {};
  const declaration = { ...set.declaration, capabilities: { ...set.declaration.capabilities, filter } };
  return { ...model, entitySets: new Map([...model.entitySets, ['Customers', { ...set, declaration }]]) };
}

const model = withoutRequired(sampleModel());

function partOf(parts: readonly PlanPart[], clause: PlanPart['clause']): PlanPart | undefined {
  return parts.find((part) => part.clause === clause);
}

describe('what the source takes exactly', () => {
  test('a grid: filter, order, window and count all go out', () => {
    const plan = planUrl(
      customers("CreditLimit gt 1000 and Name ge 'A'", '&$orderby=Name desc&$skip=50&$top=25&$count=true'),
      { model },
    );
    expect(plan.remote).toEqual({
      filter: "CreditLimit gt 1000 and OrganizationName ge 'A'",
      orderBy: ['OrganizationName desc', 'dataAreaId', 'CustomerAccount'],
      skip: 50,
      top: 25,
      count: true,
    });
    expect(plan.residual).toBeUndefined();
    expect(plan.window).toEqual({ skip: 0, top: 25 });
    expect(plan.parts.every(({ place }) => place === 'source')).toBe(true);
  });

  test('an order that names a column twice: the second time changes nothing', () => {
    const plan = planUrl('Customers?$orderby=Name,CreditLimit desc,Name desc', { model });
    expect(plan.remote?.orderBy).toEqual([
      'OrganizationName',
      'CreditLimit desc',
      'dataAreaId',
      'CustomerAccount',
    ]);
    expect(plan.parts.map(({ text }) => text)).toEqual(['Name', 'CreditLimit desc']);
  });

  test.each([
    ['Name eq null', 'OrganizationName eq null', undefined],
    ["Company in ('usmf','demf')", "dataAreaId in ('usmf','demf')", undefined],
    [
      "Company eq 'usmf' or Company eq 'demf' or Company eq 'usmf'",
      "dataAreaId in ('usmf','demf')",
      undefined,
    ],
    ["not (Company eq 'usmf')", "dataAreaId ne 'usmf'", undefined],
    [
      "not (Company eq 'usmf' and CreditLimit gt 5)",
      "dataAreaId ne 'usmf' or CreditLimit le 5 or CreditLimit eq null",
      undefined,
    ],
    ['IsOneTime', 'IsOneTime eq true', undefined],
    ['not IsOneTime', 'IsOneTime eq false', undefined],
    ['1000 lt CreditLimit', 'CreditLimit gt 1000', undefined],
    ["(Company eq 'usmf') eq true", "dataAreaId eq 'usmf'", undefined],
    ['OnHold eq 2', "OnHold eq 'All'", undefined],
    ['OnHold ge 1', "OnHold in ('Invoice','All')", undefined],
    ['OnHold in (0,7)', "OnHold eq 'No'", undefined],
    ['CustomerSince ge 2024-01-31T00:00:00Z', 'CustomerSince ge 2024-01-31', undefined],
    ['CustomerSince ge 2024-01-31T12:00:00Z', 'CustomerSince gt 2024-01-31', undefined],
    ['CustomerSince lt 2024-01-31T12:00:00Z', 'CustomerSince le 2024-01-31', undefined],
    ['CustomerSince eq 2024-01-31', 'CustomerSince eq 2024-01-31', undefined],
    ['CreditLimit ge null', 'CreditLimit eq null', undefined],
    // Sources do not know OData's order with null: in SQL both of these would lose every row.
    ['not (CreditLimit ge null)', 'CreditLimit ne null', undefined],
    ['not (null lt CreditLimit)', undefined, undefined],
    ["1 eq 1 and Company eq tolower('USMF')", "dataAreaId eq 'usmf'", undefined],
    ['CreditLimit gt 500 add 500', 'CreditLimit gt 1000', undefined],
    // Exact on one conjunct, superset on the other: only the superset is filtered again.
    [
      "contains(Name,'Con') and Company eq 'usmf'",
      "contains(OrganizationName,'Con') and dataAreaId eq 'usmf'",
      "contains(OrganizationName,'Con')",
    ],
  ])('%s → %s', (filter, remote, residual) => {
    const plan = planUrl(customers(filter), { model });
    expect(plan.remote?.filter).toBe(remote);
    expect(plan.residual).toBe(residual);
  });
});

describe('what stays with the gateway', () => {
  test.each([
    ["startswith(Name,'Con')", 'NotDeclared'],
    ['length(Name) gt 3', 'NotATerm'],
    ['CreditLimit gt Turnover', 'NotATerm'],
    ["Company eq 'usmf' or length(Name) gt 3", 'BranchNotPushed'],
    ["not contains(Name,'Con')", 'NotDeclared'],
    ['OnHold add 1 eq 2', 'ComputedProperty'],
  ])('%s: %s', (filter, reason) => {
    const plan = planUrl(customers(filter, '&$top=10&$count=true'), { model });
    expect(plan.remote?.filter).toBeUndefined();
    expect(partOf(plan.parts, '$filter')).toMatchObject({ place: 'gateway', reason });
    // Nothing that depends on the filter may go out either.
    expect(plan.remote).not.toHaveProperty('top');
    expect(plan.count).toBe('gateway');
    expect(plan.window).toEqual({ skip: 0, top: 10 });
    expect(partOf(plan.parts, '$top')).toMatchObject({ place: 'gateway', reason: 'AfterResidual' });
  });

  test('a term that the connection refuses, with its reason and hint', () => {
    const connection = { plan: () => ({ refused: 'a computed field', hint: 'filter on another' }) };
    const plan = planUrl(customers(usmf), { model, connection });
    expect(partOf(plan.parts, '$filter')).toMatchObject({
      place: 'gateway',
      reason: 'RefusedByConnection',
      explanation: 'a computed field',
      hint: 'filter on another',
    });
  });

  test('a term that the connection calls a superset is filtered again', () => {
    const plan = planUrl(customers(usmf), { model, connection: { plan: () => 'superset' } });
    expect(plan.remote?.filter).toBe("dataAreaId eq 'usmf'");
    expect(plan.residual).toBe("dataAreaId eq 'usmf'");
  });

  test('an order that the source cannot make', () => {
    const plan = planUrl('Customers?$orderby=Floor desc&$top=5', { model });
    expect(plan.order).toEqual(['Floor desc', 'dataAreaId', 'CustomerAccount']);
    expect(plan.remote).not.toHaveProperty('top');
    expect(partOf(plan.parts, '$orderby')).toMatchObject({ place: 'gateway', reason: 'NotDeclared' });
  });

  test('everything, where the source declares nothing', () => {
    const plan = planUrl("CustomerGroups?$filter=Code eq '10'&$top=2&$count=true");
    expect(plan.remote).toEqual({ count: false });
    expect(plan.order).toEqual(['dataAreaId', 'CustomerGroupId']);
    expect(plan.residual).toBe("CustomerGroupId eq '10'");
  });

  test('text under another collation than the source has', () => {
    const ordinal = { ...model, collation: 'ordinal' } as const;
    const equality = planUrl(customers(usmf), { model: ordinal });
    expect(equality.remote?.filter).toBe("dataAreaId eq 'usmf'");
    expect(equality.residual).toBe("dataAreaId eq 'usmf'");
    const inequality = planUrl(customers("Company ne 'usmf'"), { model: ordinal });
    expect(inequality.remote?.filter).toBeUndefined();
    expect(partOf(inequality.parts, '$filter')).toMatchObject({ reason: 'OtherCollation' });
    expect(planUrl('Customers?$orderby=Name', { model: ordinal }).order).toContain('OrganizationName');
  });
});

describe('keys and lookups', () => {
  const { codec } = sampleSet('Customers').key;
  const guidOf = (account: string): string => codec.encode(['usmf', account]).guid;
  const groupGuid = sampleSet('CustomerGroups').key.codec.encode(['usmf', '10']).guid;

  test.each([
    ['eq', `CustomerId eq ${guidOf('US-001')}`, [['usmf', 'US-001']]],
    [
      'in',
      `CustomerId in (${guidOf('US-001')},${guidOf('US-002')})`,
      [
        ['usmf', 'US-001'],
        ['usmf', 'US-002'],
      ],
    ],
    [
      'or',
      `CustomerId eq ${guidOf('US-001')} or CustomerId eq ${guidOf('US-002')} or CustomerId eq ${guidOf('US-001')}`,
      [
        ['usmf', 'US-001'],
        ['usmf', 'US-002'],
      ],
    ],
  ])('%s on the key is a read by key', (_, filter, keys) => {
    const plan = planUrl(customers(filter), { model });
    expect(plan.access).toBe('keys');
    expect(plan.keys).toEqual(keys);
  });

  test('further conditions are applied to the rows that the keys give', () => {
    const plan = planUrl(customers(`CustomerId eq ${guidOf('US-001')} and CreditLimit gt 5`), { model });
    expect(plan.keys).toHaveLength(1);
    expect(plan.residual).toBe('CreditLimit gt 5');
    expect(plan.parts[1]).toMatchObject({ reason: 'ReadByKey' });
  });

  test('a Guid that no row can have is not looked for', () => {
    const plan = planUrl(customers('CustomerId eq 00000000-0000-4000-8000-000000000000'), { model });
    expect(plan.access).toBe('nothing');
  });

  test('without getMany the key becomes a filter', () => {
    const plan = planUrl(customers(`CustomerId in (${guidOf('US-001')},${guidOf('US-002')})`), {
      model,
      connection: {},
    });
    expect(plan.remote?.filter).toBe("dataAreaId eq 'usmf' and CustomerAccount in ('US-001','US-002')");
    expect(plan.residual).toBeUndefined();
  });

  test('a lookup becomes a filter on its columns, which the source takes', () => {
    const plan = planUrl(customers(`Group eq ${groupGuid}`, '&$top=10'), { model });
    expect(plan.remote).toMatchObject({
      filter: "dataAreaId eq 'usmf' and CustomerGroupId eq '10'",
      top: 10,
    });
    expect(plan.residual).toBeUndefined();
  });

  test('the negation of a lookup, and its absence', () => {
    expect(planUrl(customers(`Group ne ${groupGuid}`), { model }).remote?.filter).toBe(
      "dataAreaId ne 'usmf' or CustomerGroupId ne '10'",
    );
    expect(planUrl(customers('Group eq null'), { model }).remote?.filter).toBe('CustomerGroupId eq null');
    expect(planUrl(customers('Group ne null'), { model }).remote?.filter).toBe('CustomerGroupId ne null');
  });
});

describe('limits and columns', () => {
  test('a source that insists on a filter', () => {
    expect(() => planUrl('Customers?$top=5')).toThrow(
      expect.objectContaining({
        code: 'FilterRequired',
        message: expect.stringContaining('Company') as string,
      }) as Error,
    );
    expect(planUrl(customers(usmf)).remote?.filter).toBe("dataAreaId eq 'usmf'");
  });

  test('only the columns that somebody looks at are asked for', () => {
    const plan = planUrl(customers('length(Name) gt 3', '&$select=CreditLimit&$orderby=Floor'), { model });
    expect(plan.columns).toEqual([
      'dataAreaId',
      'CustomerAccount',
      'CreditLimit',
      'OrganizationName',
      'Floor',
    ]);
    expect(planUrl('Customers?$select=Group&$top=1', { model }).columns).toEqual([
      'dataAreaId',
      'CustomerAccount',
      'CustomerGroupId',
    ]);
  });

  test('a search looks into every text property', () => {
    const plan = planUrl('Customers?$search=contoso', { model });
    expect(plan.residual).toContain("contains(OrganizationName,'contoso')");
    expect(partOf(plan.parts, '$search')).toMatchObject({ place: 'gateway', reason: 'BranchNotPushed' });
  });
});
