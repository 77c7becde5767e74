/** A whole view: names, columns, order, paging, filters within filters. */
import { buildRenamed } from './renamed-model';
import { condition, customers, filterOf, NOW, optionOf, refusalOf, translate } from './view';
import { sampleModel } from '../support/sample-model';
import { translateFetchXml } from '../../src/fetchxml/translate-fetchxml';

test('a view as Dataverse saves it', () => {
  const view = `<fetch version="1.0" output-format="xml-platform" mapping="logical" savedqueryid="x" no-lock="false" distinct="false" count="250" page="2" returntotalrecordcount="true">
    <entity name="contoso_customer">
      <attribute name="contoso_name"/>
      <attribute name="contoso_customerid"/>
      <attribute name="contoso_name"/>
      <order attribute="contoso_name" descending="false"/>
      <order attribute="contoso_modifiedon" descending="true"/>
      <filter type="and">
        <condition attribute="contoso_creditlimit" operator="gt" value="1000"/>
        <condition attribute="contoso_name" operator="like" value="Con%"/>
      </filter>
    </entity>
  </fetch>`;
  expect(translate(view)).toEqual({
    entitySet: 'Customers',
    target:
      "Customers?$filter=CreditLimit%20gt%201000%20and%20startswith(Name,'Con')&$orderby=Name,ModifiedOn%20desc" +
      '&$skip=250&$top=250&$select=CustomerId,Name&$count=true',
    options: [
      { name: '$filter', value: "CreditLimit gt 1000 and startswith(Name,'Con')" },
      { name: '$orderby', value: 'Name,ModifiedOn desc' },
      { name: '$skip', value: '250' },
      { name: '$top', value: '250' },
      { name: '$select', value: 'CustomerId,Name' },
      { name: '$count', value: 'true' },
    ],
    notes: [],
  });
});

test('nothing of a value can end the value, the option or the URL', () => {
  const { target } = translate(customers(condition('new_name', 'eq', "'&$top=1#/?%27 or 1 eq 1+")));
  expect(target).toBe(
    "Customers?$filter=Name%20eq%20'''%26%24top%3D1%23%2F%3F%2527%20or%201%20eq%201%2B'&$top=5",
  );
});

describe('names', () => {
  test.each(['new_customer', 'customer', 'Customer', 'customers', 'contoso_customers'])(
    '<entity name="%s">',
    (name) => {
      expect(translate(`<fetch top="1"><entity name="${name}"/></fetch>`).target).toBe('Customers?$top=1');
    },
  );

  test.each(['creditlimit', 'new_creditlimit', 'CreditLimit', 'c0ntoso1_CREDITLIMIT'])(
    '<attribute name="%s">',
    (name) => {
      expect(optionOf(translate(customers(`<attribute name="${name}"/>`)), '$select')).toBe(
        'CustomerId,CreditLimit',
      );
    },
  );

  test('an unknown table is an error that lists near names', () => {
    const error = refusalOf('<fetch><entity name="new_costumer"/></fetch>');
    expect(error.code).toBe('InvalidFetchXml');
    expect(error.message).toMatch(
      /the service 'sales' has no entity set of that name\. The nearest: Customer, /,
    );
  });

  test('a table that may mean two sets is an error that names both', () => {
    const model = sampleModel();
    const customers = model.entitySets.get('Customers');
    if (customers === undefined) throw new Error('There is no such set.');
    const another = { ...customers, name: 'new_Customer', typeName: 'Other' };
    const entitySets = new Map([...model.entitySets, [another.name, another] as const]);
    const view = '<fetch top="1"><entity name="new_customer"/></fetch>';
    expect(() => translateFetchXml(view, { ...model, entitySets }, NOW)).toThrow(
      /may mean any of Customers, new_Customer\. Write/,
    );
  });

  test('an unknown column is an error that lists near names', () => {
    const error = refusalOf(customers('\n<attribute name="new_creditlimits"/>'));
    expect(error.code).toBe('UnknownProperty');
    expect(error.message).toMatch(
      /^line 2, column \d+, <attribute name="new_creditlimits">: Customers has no property 'new_creditlimits'.* nearest: CreditLimit, /,
    );
  });

  test.each(['__proto__', 'constructor', 'new_', 'x'.repeat(60_000)])('%.20s is no column', (name) => {
    expect(refusalOf(customers(`<attribute name="${name}"/>`)).code).toBe('UnknownProperty');
  });

  test('a column that may mean two properties is an error that names both', () => {
    const model = buildRenamed({ Turnover: 'creditLIMIT', Discount: 'new_Name' });
    for (const name of ['new_creditlimit', 'new_name']) {
      const view = customers(`<attribute name="${name}"/>`);
      expect(() => translateFetchXml(view, model, NOW)).toThrow(
        /may mean any of (CreditLimit, creditLIMIT|Name, new_Name):/,
      );
    }
  });

  test('the primary key bears the name of the table, whatever the property is called', () => {
    const view =
      '<fetch top="1"><entity name="new_customergroup"><attribute name="new_customergroupid"/></entity></fetch>';
    expect(translate(view).target).toBe('CustomerGroups?$top=1&$select=GroupId');
    const model = buildRenamed({ Turnover: 'CustomersId' });
    const clash =
      '<fetch top="1"><entity name="new_customers"><attribute name="new_customersid"/></entity></fetch>';
    expect(translateFetchXml(clash, model, NOW)).toMatchObject({
      target: 'Customers?$top=1&$select=CustomerId',
      notes: [expect.stringContaining('the property CustomersId needs a column of another name')],
    });
  });
});

describe('columns', () => {
  test.each(['', '<all-attributes/>', '<all-attributes/><attribute name="new_name"/>'])(
    '%s are all',
    (inside) => {
      expect(optionOf(translate(customers(inside)), '$select')).toBeUndefined();
    },
  );

  test('aliases change nothing of the query', () => {
    const view = customers('<attribute name="new_name" alias="n"/>');
    expect(optionOf(translate(view), '$select')).toBe('CustomerId,Name');
  });

  test('of another table come by other queries, for which the lookup is needed', () => {
    const link =
      '<attribute name="new_name"/><link-entity name="new_customergroup" from="new_customergroupid" to="new_group" link-type="outer" alias="g">' +
      '<attribute name="new_code"/><filter/><link-entity name="x" from="y" to="z" link-type="outer"/></link-entity>';
    const translated = translate(customers(link));
    expect(optionOf(translated, '$select')).toBe('CustomerId,Name,Group');
    expect(translated.notes).toEqual([expect.stringContaining('Columns of another table')]);
  });
});

describe('paging', () => {
  test.each([
    ['top="7"', '$top=7'],
    ['count="7"', '$top=7'],
    ['count="7" page="1"', '$top=7'],
    ['count="7" page="3"', '$skip=14&$top=7'],
    ['page="2"', '$skip=5000&$top=5000'],
    ['', '$top=50'],
    ['top="7" returntotalrecordcount="1"', '$top=7&$count=true'],
  ])('%s', (attributes, query) => {
    expect(translate(customers('', attributes)).target).toBe(`Customers?${query}`);
  });

  test.each([
    ['', /first page of a grid/],
    ['count="5" page="2" paging-cookie="x"', /paging cookie is not sent/],
    ['top="5" distinct="true"', /distinct is not sent/],
  ])('%s comes with a note', (attributes, note) => {
    expect(translate(customers('', attributes)).notes).toEqual([expect.stringMatching(note)]);
  });

  test.each([
    'top="0"',
    'top="5001"',
    'count="-1"',
    'page="0"',
    'page="1.5"',
    'top="5" page="1"',
    'count=""',
    'count="9999999999"',
  ])('%s is refused', (attributes) =>
    expect(refusalOf(customers('', attributes)).code).toBe('InvalidFetchXml'),
  );
});

describe('filters', () => {
  const is = (name: string, value: number): string =>
    `<condition attribute="${name}" operator="eq" value="${value}"/>`;
  const [a, b, c] = [is('new_employees', 1), is('new_recid', 2), is('new_onhold', 3)];

  test.each([
    [`<filter>${a}${b}</filter>`, 'Employees eq 1 and RecId eq 2'],
    [`<filter type="or">${a}${b}</filter>`, 'Employees eq 1 or RecId eq 2'],
    [
      `<filter>${a}</filter><filter type="or">${b}${c}</filter>`,
      'Employees eq 1 and (RecId eq 2 or OnHold eq 3)',
    ],
    [
      `<filter type="or">${a}<filter>${b}${c}</filter></filter>`,
      'Employees eq 1 or RecId eq 2 and OnHold eq 3',
    ],
    [
      `<filter>${a}<filter type="and">${b}${c}</filter></filter>`,
      'Employees eq 1 and RecId eq 2 and OnHold eq 3',
    ],
    [`<filter type="or"><filter/>${a}</filter>`, 'Employees eq 1'],
    ['<filter><filter type="or"/></filter>', undefined],
  ])('%s', (inside, filter) => {
    expect(optionOf(translate(customers(inside)), '$filter')).toBe(filter);
  });

  test('of quick find, as it is sent and as it is saved', () => {
    const search = (value: string): string =>
      customers(
        `<filter type="or" isquickfindfields="1"><condition attribute="new_name" operator="like" value="${value}"/><condition attribute="new_accountnumber" operator="like" value="${value}"/></filter>`,
      );
    expect(optionOf(translate(search('con%')), '$filter')).toBe(
      "startswith(Name,'con') or startswith(AccountNumber,'con')",
    );
    expect(refusalOf(search('{0}')).message).toMatch(/typed into the search box/);
    expect(filterOf('new_name', 'eq', '{0}')).toBe("Name eq '{0}'");
  });
});
