/** The elements of FetchXML: what each may hold, what of it is read, and what is refused with its reason. */
import { elementError, shown } from './fetchxml-error';
import { nearestNames } from '../model/suggest-name';
import type { XmlElement } from './xml-element';

interface ElementRule {
  readonly read: readonly string[];
  /** Attributes that change nothing of what goes over the wire. */
  readonly ignored: readonly string[];
  /** Attributes that change the result in a way that cannot be sent: name and reason. */
  readonly refused: Readonly<Record<string, string>>;
  readonly children: readonly string[];
}

const AGGREGATES =
  'aggregates are lost on the way: Dataverse makes a QueryExpression of the FetchXML, which has none, and a virtual ' +
  'table would show plain rows. Ask for the rows themselves';
const OTHER_TABLE =
  'a virtual table is read by itself: Dataverse sends no condition or order on another table. Use a column of this one';

/** After fetch.xsd of the Dataverse SDK, and the reference of each element in Microsoft's documentation. */
const rules: ReadonlyMap<string, ElementRule> = new Map<string, ElementRule>([
  [
    'fetch',
    {
      read: ['top', 'count', 'page', 'paging-cookie', 'returntotalrecordcount', 'distinct'],
      ignored: [
        'version',
        'output-format',
        'mapping',
        'no-lock',
        'latematerialize',
        'options',
        'savedqueryid',
        'aggregatelimit',
        'useraworderby',
        'utc-offset',
        'min-active-row-version',
        'generator',
      ],
      refused: { aggregate: AGGREGATES, datasource: 'a virtual table has no rows under long-term retention' },
      children: ['entity'],
    },
  ],
  [
    'entity',
    {
      read: ['name'],
      ignored: ['enableprefiltering', 'prefilterparametername'],
      refused: {},
      children: ['all-attributes', 'attribute', 'order', 'filter', 'link-entity'],
    },
  ],
  ['all-attributes', { read: [], ignored: [], refused: {}, children: [] }],
  [
    'attribute',
    {
      read: ['name'],
      ignored: ['alias', 'addedby', 'build', 'usertimezone'],
      refused: {
        aggregate: AGGREGATES,
        groupby: AGGREGATES,
        dategrouping: AGGREGATES,
        rowaggregate: AGGREGATES,
        distinct: AGGREGATES,
      },
      children: [],
    },
  ],
  [
    'order',
    {
      read: ['attribute', 'descending'],
      ignored: [],
      refused: { alias: AGGREGATES, entityname: OTHER_TABLE },
      children: [],
    },
  ],
  [
    'filter',
    {
      read: ['type', 'isquickfindfields'],
      ignored: [
        'overridequickfindrecordlimitenabled',
        'overridequickfindrecordlimitdisabled',
        'bypassquickfind',
        'hint',
      ],
      refused: {},
      children: ['condition', 'filter', 'link-entity'],
    },
  ],
  [
    'condition',
    {
      read: ['attribute', 'operator', 'value'],
      ignored: ['uiname', 'uitype', 'uihidden'],
      refused: {
        entityname: OTHER_TABLE,
        valueof: 'the OData provider is not known to compare two columns. Compare with a value',
        column: 'the OData provider is not known to compare two columns. Compare with a value',
        alias: AGGREGATES,
        aggregate: AGGREGATES,
        rowaggregate: AGGREGATES,
      },
      children: ['value'],
    },
  ],
  ['value', { read: [], ignored: ['uiname', 'uitype'], refused: {}, children: [] }],
  [
    'link-entity',
    {
      read: ['name', 'to', 'link-type'],
      ignored: ['from', 'alias', 'visible', 'intersect', 'enableprefiltering', 'prefilterparametername'],
      refused: {},
      children: ['all-attributes', 'attribute', 'order', 'filter', 'link-entity'],
    },
  ],
]);

/** What an attribute may say without asking for anything. */
const NOTHING_ASKED = new Set(['', 'false', '0']);

/**
 * Checks an element and all inside it, so that nothing of a view is passed over unseen.
 *
 * @throws {RequestError} InvalidFetchXml or UntranslatableFetchXml
 */
export function checkElement(element: XmlElement): void {
  const rule = rules.get(element.name);
  if (rule === undefined)
    throw elementError('InvalidFetchXml', element, 'FetchXML has no such element here.');
  for (const [name, value] of element.attributes) checkAttribute(element, rule, name, value);
  if (element.name !== 'value' && element.text.trim() !== '') {
    throw elementError(
      'InvalidFetchXml',
      element,
      `the text '${shown(element.text.trim())}' has no place here.`,
    );
  }
  for (const child of element.children) {
    if (!rule.children.includes(child.name)) throw misplaced(child, element, rule);
    checkElement(child);
  }
}

function checkAttribute(element: XmlElement, rule: ElementRule, name: string, value: string): void {
  if (rule.read.includes(name) || rule.ignored.includes(name)) return;
  if (!Object.hasOwn(rule.refused, name)) {
    const near = nearestNames(name, [...rule.read, ...rule.ignored, ...Object.keys(rule.refused)], 3);
    const known = near.length === 0 ? '' : `; it has ${near.join(', ')}`;
    throw elementError('InvalidFetchXml', element, `there is no attribute '${shown(name)}'${known}.`);
  }
  if (NOTHING_ASKED.has(value.toLowerCase())) return;
  throw elementError('UntranslatableFetchXml', element, `${name}: ${rule.refused[name]}.`);
}

function misplaced(child: XmlElement, parent: XmlElement, { children }: ElementRule): Error {
  const wanted = children.length === 0 ? 'nothing' : children.map((name) => `<${name}>`).join(', ');
  return elementError(
    'InvalidFetchXml',
    child,
    `it has no place in <${parent.name}>, which takes ${wanted}.`,
  );
}
