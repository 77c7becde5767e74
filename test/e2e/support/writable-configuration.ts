/** A configuration with services whose rows can be changed: of a simulated environment, and of tables in memory. */
import { connectionLines, PUBLIC_URL } from './demo-configuration';

const EVERYTHING = 'write: [insert, update, delete]';

const tables = `
  tables:
    provider: memory
    entities:
      Notes:
        versioned: true
        key: [Id]
        columns:
          Id: Guid
          Title: { type: String, maxLength: 20, nullable: false }
          Text: String
          Place: String
          Whole: Int32
          Small: Int16
          Tiny: Byte
          Big: Int64
          Exact: { type: Decimal, precision: 20, scale: 4 }
          Rough: Double
          Thin: Single
          Flag: Boolean
          Token: Guid
          Day: Date
          Moment: DateTimeOffset
          State: { type: Enum, members: [Open, Closed, OnHold] }
          constructor: String
        rows: []
      Places:
        key: [Code]
        columns: { Code: String, Name: String }
        rows: [{ Code: KBH, Name: København }, { Code: ZRH, Name: Zürich }]
      Counters:
        versioned: true
        key: [Code]
        columns: { Code: String, Count: Int64 }
        rows: [{ Code: A, Count: 0 }, { Code: B, Count: 0 }, { Code: C, Count: 0 }]`;

const columns =
  `Title Text Whole Small Tiny Big Exact Rough Thin Flag Token Day Moment State constructor`.split(' ');

function tableSets(write: string): readonly string[] {
  return [
    `      Notes:`,
    `        connection: tables`,
    `        entity: Notes`,
    `        key: { name: NoteId, from: [Id] }`,
    `        ${write}`,
    `        properties:`,
    ...columns.map((name) => `          ${name}: ${name}`),
    `          PlaceCode: Place`,
    `          Place: { lookup: Places, from: [Place] }`,
    `      Places: { connection: tables, entity: Places, key: { name: PlaceId, from: [Code] }, ${write} }`,
    `      Counters: { connection: tables, entity: Counters, key: { name: CounterId, from: [Code] }, ${write} }`,
  ];
}

function demoSets(write: string, connection = 'contoso'): readonly string[] {
  return ['Customers', 'CustomerGroups', 'PaymentTerms'].map(
    (set) => `      ${set}: { connection: ${connection}, template: ${set}, ${write} }`,
  );
}

export const API_KEY = 'canary-of-an-api-key';

/**
 * Services: `sales` and `notes` take every change, `careful` only with `If-Match`, `fixed` none and `growing` only new
 * rows; `hasty` is `sales` with half a second for a request; `both` has sets of two sources, and a key.
 *
 * @param source the address of the simulated environment
 * @param isForFaults without a breaker, since each fault is meant to reach the source; `guardedSales` and `guardedHasty` are
 *   `sales` and `hasty` with one that is quick to open and to close
 */
export function writableConfiguration(source: string, isForFaults = false): string {
  return [
    `publicUrl: ${PUBLIC_URL}`,
    'connections:',
    ...connectionLines('contoso', source),
    ...(isForFaults ? faultLines(source) : []),
    tables,
    'services:',
    ...(isForFaults ? service('guardedSales', '20s', demoSets(EVERYTHING, 'guarded')) : []),
    ...(isForFaults ? service('guardedHasty', '600ms', demoSets(EVERYTHING, 'guarded')) : []),
    ...service('sales', '20s', demoSets(EVERYTHING)),
    ...service('hasty', '600ms', demoSets(EVERYTHING)),
    ...service('notes', '20s', tableSets(EVERYTHING)),
    ...service('careful', '20s', demoSets(`${EVERYTHING}, requireIfMatch: true`)),
    ...service('fixed', '20s', demoSets('write: []')),
    ...service('growing', '20s', demoSets('write: [insert]')),
    '  both:',
    `    auth: { keys: [{ id: dataverse-test, secret: ${API_KEY}, header: x-api-key, query: code }] }`,
    '    timeout: 20s',
    '    entitySets:',
    ...demoSets(EVERYTHING),
    ...tableSets(EVERYTHING),
  ].join('\n');
}

/** The first line belongs to the connection before it. */
function faultLines(source: string): readonly string[] {
  return [
    '    breaker: { enabled: false }',
    ...connectionLines('guarded', source),
    '    breaker: { calls: 5, pause: 150ms, longestPause: 300ms }',
  ];
}

function service(name: string, timeout: string, sets: readonly string[]): readonly string[] {
  return [`  ${name}:`, '    auth: none', `    timeout: ${timeout}`, '    entitySets:', ...sets];
}
