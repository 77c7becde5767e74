/** All query options of a request: which are OData's, each parsed once, and the rest. */

import { decodeComponent } from './decode-component';
import type { CustomOption, QueryOptionsSyntax } from './query-options-syntax';
import { readExpression } from './read-expression';
import { readCompute, readOrderBy } from './read-order-by';
import { readSearch } from './read-search';
import { readExpand, readSelect } from './read-select-expand';
import { readWhole } from './read-whole';
import { readBoolean, readCount, readIndex } from './read-value';
import { Scanner } from './scanner';
import type { RawOption } from './split-request-target';
import { SyntaxBudget } from './syntax-budget';
import { ODataSyntaxError, shown } from './syntax-error';
import { defaultSyntaxLimits } from './syntax-limits';
import type { SyntaxLimits } from './syntax-limits';
import type { Syntax } from './syntax-tree';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type Options = Omit<Writable<QueryOptionsSyntax>, 'aliases' | 'customOptions'>;

/**
 * Parses raw options as `splitRequestTarget` gives them. System options are known with and without `$` and in any
 * case (OData 4.01); any of them twice is refused, and so is a `$` name that OData does not know.
 */
export function parseSystemQueryOptions(
  rawOptions: readonly RawOption[],
  limits: SyntaxLimits = defaultSyntaxLimits,
): QueryOptionsSyntax {
  const budget = new SyntaxBudget(limits);
  const options: Options = {};
  const aliases = new Map<string, Syntax>();
  const customOptions: CustomOption[] = [];
  const seen = new Set<string>();
  for (const { name: rawName, rawValue } of rawOptions) {
    const name = decodeComponent(rawName, 'URL');
    if (name.startsWith('@')) {
      readAlias(aliases, name, rawValue, budget);
      continue;
    }
    const option = systemOption(name);
    if (option === undefined) {
      customOptions.push({ name, value: decodeComponent(rawValue, shown(name)) });
      continue;
    }
    const clause = `$${option}`;
    if (seen.has(option)) throw duplicate(clause);
    seen.add(option);
    readOption(options, option, new Scanner(decodeComponent(rawValue, clause), clause, budget));
  }
  return { ...options, aliases, customOptions };
}

const SYSTEM_OPTIONS = [
  'apply',
  'compute',
  'count',
  'deltatoken',
  'expand',
  'filter',
  'format',
  'id',
  'index',
  'orderby',
  'schemaversion',
  'search',
  'select',
  'skip',
  'skiptoken',
  'top',
] as const;

type SystemOption = (typeof SYSTEM_OPTIONS)[number];

/** By every spelling that clients commonly send, so that most names need no change of case. */
const BY_NAME: ReadonlyMap<string, SystemOption> = new Map(
  SYSTEM_OPTIONS.flatMap((option): [string, SystemOption][] => [
    [option, option],
    [`$${option}`, option],
  ]),
);

/** `undefined` for an option that OData leaves to services. */
export function systemOption(name: string): SystemOption | undefined {
  const option = BY_NAME.get(name) ?? BY_NAME.get(name.toLowerCase());
  if (option !== undefined) return option;
  if (name.startsWith('$')) {
    const message = `${shown(name)} is no query option of OData; there are ${SYSTEM_OPTIONS.map((known) => `$${known}`).join(', ')}`;
    throw new ODataSyntaxError('UnknownQueryOption', shown(name), 0, message);
  }
  const meant = name.trim().replace(SLIPPED_IN, '');
  if (BY_NAME.has(meant.toLowerCase())) {
    // Taken for somebody's own option, a misspelt `filter` would be dropped in silence.
    const message = 'nothing, not even a blank, belongs before or after the name of a query option';
    throw new ODataSyntaxError('InvalidSyntax', shown(meant), 0, message);
  }
  return undefined;
}

/**
 * What gets before a name by accident: blanks, the `?` of a query that was pasted whole, the `amp;` of a URL escaped for
 * XML, a `$` encoded twice. (Blanks at the ends, line breaks and a byte order mark among them, are trimmed before.)
 */
const SLIPPED_IN = /^(?:\s|\?|amp;|%24)+/i;

function duplicate(clause: string): ODataSyntaxError {
  return new ODataSyntaxError('DuplicateQueryOption', clause, 0, 'given more than once');
}

function readAlias(
  aliases: Map<string, Syntax>,
  option: string,
  rawValue: string,
  budget: SyntaxBudget,
): void {
  const clause = shown(option);
  const scanner = new Scanner(option, clause, budget);
  scanner.position = 1;
  const name = scanner.readIdentifier('the name of an alias');
  if (!scanner.atEnd()) throw scanner.unexpected("'='");
  if (aliases.has(name)) throw duplicate(clause);
  aliases.set(
    name,
    readWhole(new Scanner(decodeComponent(rawValue, clause), clause, budget), readExpression),
  );
}

function readOption(options: Options, option: SystemOption, scanner: Scanner): void {
  switch (option) {
    case 'filter':
      options.filter = readWhole(scanner, readExpression);
      break;
    case 'orderby':
      options.orderBy = readWhole(scanner, readOrderBy);
      break;
    case 'select':
      options.select = readWhole(scanner, readSelect);
      break;
    case 'expand':
      options.expand = readWhole(scanner, readExpand);
      break;
    case 'search':
      options.search = readWhole(scanner, (inner) => readSearch(inner, 'top'));
      break;
    case 'compute':
      options.compute = readWhole(scanner, readCompute);
      break;
    case 'top':
      options.top = readWhole(scanner, readCount);
      break;
    case 'skip':
      options.skip = readWhole(scanner, readCount);
      break;
    case 'count':
      options.count = readWhole(scanner, readBoolean);
      break;
    case 'index':
      options.index = readWhole(scanner, readIndex);
      break;
    case 'apply':
      options.apply = readText(scanner);
      break;
    case 'format':
      options.format = readText(scanner);
      break;
    case 'skiptoken':
      options.skipToken = readText(scanner);
      break;
    case 'deltatoken':
      options.deltaToken = readText(scanner);
      break;
    case 'id':
      options.id = readText(scanner);
      break;
    case 'schemaversion':
      options.schemaVersion = readText(scanner);
      break;
  }
}

function readText(scanner: Scanner): string {
  if (scanner.text === '') throw scanner.unexpected('a value');
  return scanner.text;
}
