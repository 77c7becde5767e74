/** Views that cannot be sent as they are meant, each refused with its reason and the place. */
import { condition, customers, refusalOf } from './view';

const cases: readonly (readonly [string, string, RegExp])[] = [
  [customers('', 'aggregate="true"'), 'UntranslatableFetchXml', /aggregate: aggregates are lost/],
  [customers('<attribute name="new_name" groupby="true" alias="n"/>'), 'UntranslatableFetchXml', /groupby: /],
  [
    customers('<attribute name="new_name" aggregate="count" alias="n"/>'),
    'UntranslatableFetchXml',
    /aggregate: /,
  ],
  [
    customers('<attribute name="new_modifiedon" dategrouping="year" alias="n"/>'),
    'UntranslatableFetchXml',
    /dategr/,
  ],
  [customers('', 'datasource="retained"'), 'UntranslatableFetchXml', /retention/],
  [customers('<order alias="n"/>'), 'UntranslatableFetchXml', /alias: aggregates/],
  [
    customers('<order attribute="new_name" entityname="g"/>'),
    'UntranslatableFetchXml',
    /entityname: .*by itself/,
  ],
  [
    customers('<filter><condition entityname="g" attribute="new_name" operator="null"/></filter>'),
    'UntranslatableFetchXml',
    /entityname: /,
  ],
  [
    customers('<filter><condition attribute="new_name" operator="eq" valueof="new_x"/></filter>'),
    'UntranslatableFetchXml',
    /valueof: .*compare two columns/,
  ],
  [customers('<link-entity name="x" from="a" to="new_group"/>'), 'UntranslatableFetchXml', /joins/],
  [
    customers('<link-entity name="x" from="a" to="new_group" link-type="any"/>'),
    'UntranslatableFetchXml',
    /joins/,
  ],
  [
    customers(
      `<link-entity name="x" to="new_group" link-type="outer">${condition('a', 'null')}</link-entity>`,
    ),
    'UntranslatableFetchXml',
    /<filter>: Dataverse sends no filter/,
  ],
  [
    customers('<link-entity name="x" to="new_group" link-type="outer"><order attribute="a"/></link-entity>'),
    'UntranslatableFetchXml',
    /<order attribute="a">: Dataverse sends no/,
  ],
  [
    customers(
      '<link-entity name="x" to="new_group" link-type="outer"><link-entity name="y" to="b"/></link-entity>',
    ),
    'UntranslatableFetchXml',
    /<link-entity name="y">: /,
  ],
  [
    customers(
      `<link-entity name="x" to="new_group" link-type="outer"><link-entity name="y" to="b" link-type="outer">${condition('a', 'null')}</link-entity></link-entity>`,
    ),
    'UntranslatableFetchXml',
    /<filter>: Dataverse sends no filter/,
  ],
  [
    customers('<filter><link-entity name="x" to="new_group" link-type="any"/></filter>'),
    'UntranslatableFetchXml',
    /by itself/,
  ],
  [customers('<filter type="xor"/>'), 'InvalidFetchXml', /'and' or 'or'/],
  [
    customers('<filter><condition attribute="new_name"/></filter>'),
    'InvalidFetchXml',
    /'operator' is missing/,
  ],
  [customers('<filter><condition operator="null"/></filter>'), 'InvalidFetchXml', /'attribute' is missing/],
  [
    customers('<order attribute="new_name" descending="yes"/>'),
    'InvalidFetchXml',
    /descending is 'true' or 'false'/,
  ],
  [customers('', 'tpo="5"'), 'InvalidFetchXml', /no attribute 'tpo'; it has top/],
  [customers('', 'constructor="5"'), 'InvalidFetchXml', /no attribute 'constructor'/],
  [
    customers('<atribute name="new_name"/>'),
    'InvalidFetchXml',
    /<atribute.*no place in <entity>, which takes <all-attr/,
  ],
  [customers('and Name eq 1'), 'InvalidFetchXml', /the text 'and Name eq 1' has no place/],
  ['<fetch/>', 'InvalidFetchXml', /it takes one <entity>/],
  [
    '<fetch><entity name="customer"/><entity name="customer"/></fetch>',
    'InvalidFetchXml',
    /it takes one <entity>/,
  ],
  ['<fetch><entity/></fetch>', 'InvalidFetchXml', /'name' is missing/],
  [
    '<savedquery><fetch/></savedquery>',
    'InvalidFetchXml',
    /begins with <savedquery>, and FetchXML with <fetch>/,
  ],
];

test.each(cases)('%s is refused', (view, code, message) => {
  const error = refusalOf(view);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.message).toMatch(/^line 1, column \d+, /);
});
