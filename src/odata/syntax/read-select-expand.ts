/** $select and $expand: lists of paths, each with options of its own in parentheses. */

import { AT, CLOSE, DOLLAR, DOT, EQUALS, OPEN, SEMICOLON, SLASH, STAR } from './characters';
import type {
  ExpandItemSyntax,
  ExpandSyntax,
  NestedOptionsSyntax,
  SelectionSegment,
  SelectItemSyntax,
  SelectSyntax,
} from './query-options-syntax';
import { readExpression } from './read-expression';
import { readCompute, readOrderBy } from './read-order-by';
import { readSeparated } from './read-parentheses';
import { readAnnotation, readCount as readCountSegment, readOptionName } from './read-path';
import { readSearch } from './read-search';
import { readBoolean, readCount, readLevels } from './read-value';
import type { Scanner } from './scanner';
import { limitExceeded, ODataSyntaxError, shown } from './syntax-error';
import type { Syntax } from './syntax-tree';

/** `Name,Address/City,Ns.*,Ns.Function(A,B),Addresses($filter=…)`. */
export function readSelect(scanner: Scanner): SelectSyntax {
  return { items: readLimited(scanner, 'selectItems', () => readSelectItem(scanner)) };
}

/** `*,Items($select=Name;$expand=Product),Orders/$ref,Orders/$count($filter=…)`. */
export function readExpand(scanner: Scanner): ExpandSyntax {
  scanner.budget.enterExpand(scanner.clause, scanner.position);
  const items = readLimited(scanner, 'expandItems', () => readExpandItem(scanner));
  scanner.budget.leaveExpand();
  return { items };
}

function readLimited<Item>(
  scanner: Scanner,
  limit: 'selectItems' | 'expandItems',
  readItem: () => Item,
): readonly Item[] {
  const { limits } = scanner.budget;
  let count = 0;
  return readSeparated(scanner, () => {
    count++;
    if (count > limits[limit]) throw limitExceeded(scanner.clause, scanner.position, limit, limits);
    return readItem();
  });
}

function readSelectItem(scanner: Scanner): SelectItemSyntax {
  const at = scanner.position;
  const segments: SelectionSegment[] = [];
  do {
    segments.push(readSelectionSegment(scanner));
  } while (mayContinue(segments) && scanner.accept(SLASH));
  if (scanner.peek() !== OPEN) return { segments, signature: undefined, options: undefined, at };
  if (opensOptions(scanner)) {
    return { segments, signature: undefined, options: readOptions(scanner, SELECT_OPTIONS), at };
  }
  return { segments, signature: readSignature(scanner), options: undefined, at };
}

function readExpandItem(scanner: Scanner): ExpandItemSyntax {
  const at = scanner.position;
  const segments: SelectionSegment[] = [readSelectionSegment(scanner)];
  while (scanner.accept(SLASH)) {
    const suffix = readSuffix(scanner);
    if (suffix?.kind === '$count') return { segments, suffix, options: undefined, at };
    if (suffix !== undefined)
      return { segments, suffix, options: readOptionsIfAny(scanner, REF_OPTIONS), at };
    if (!mayContinue(segments)) throw scanner.unexpected('$ref or $count');
    segments.push(readSelectionSegment(scanner));
  }
  const allowed = segments.at(-1)?.kind === '*' ? STAR_OPTIONS : EXPAND_OPTIONS;
  return { segments, suffix: undefined, options: readOptionsIfAny(scanner, allowed), at };
}

function readSuffix(scanner: Scanner): ExpandItemSyntax['suffix'] {
  const at = scanner.position;
  if (scanner.text.startsWith('$value', at) || !scanner.accept(DOLLAR)) return undefined;
  const word = scanner.readIdentifier('$ref or $count');
  if (word === 'ref') return { kind: '$ref', at };
  if (word === 'count') return readCountSegment(scanner, at, readExpression);
  throw scanner.unexpected('$ref or $count', at);
}

function mayContinue(segments: readonly SelectionSegment[]): boolean {
  const kind = segments.at(-1)?.kind;
  return kind === 'name' || kind === 'annotation';
}

function readSelectionSegment(scanner: Scanner): SelectionSegment {
  scanner.countNode();
  const at = scanner.position;
  if (scanner.accept(STAR)) return { kind: '*', at };
  if (scanner.peek() === AT) return readAnnotation(scanner);
  if (scanner.accept(DOLLAR)) {
    if (scanner.readIdentifier('$value') === 'value') return { kind: '$value', at };
    throw scanner.unexpected("a name, '*' or $value", at);
  }
  const name = scanner.readName("a name or '*'");
  if (scanner.peek() === DOT && scanner.peek(1) === STAR) {
    scanner.position += 2;
    return { kind: 'allOperations', namespace: name, at };
  }
  return { kind: 'name', name, at };
}

/** Parentheses hold options when they begin with `$`, `@` or a word and `=`; else the parameters of an overload. */
function opensOptions(scanner: Scanner): boolean {
  const start = scanner.position;
  scanner.position++;
  scanner.skipBlanks();
  const marked = scanner.peek() === DOLLAR || scanner.peek() === AT;
  const found = marked || (scanner.atName() && scanner.readIdentifier() !== '' && scanner.peek() === EQUALS);
  scanner.position = start;
  return found;
}

function readSignature(scanner: Scanner): readonly string[] {
  scanner.open();
  const names = readSeparated(scanner, () => scanner.readIdentifier('a parameter name or a query option'));
  scanner.close("',' or ')'");
  return names;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type NestedOptions = Omit<Writable<NestedOptionsSyntax>, 'aliases'>;

/** OData ABNF, expandOption and its siblings: what may stand in parentheses depends on what is before them. */
const SELECT_OPTIONS = ['filter', 'search', 'orderby', 'skip', 'top', 'count', 'select', 'compute'];
const EXPAND_OPTIONS = [...SELECT_OPTIONS, 'expand', 'levels'];
const REF_OPTIONS = ['filter', 'search', 'orderby', 'skip', 'top', 'count'];
const STAR_OPTIONS = ['levels'];

function readOptionsIfAny(scanner: Scanner, allowed: readonly string[]): NestedOptionsSyntax | undefined {
  return scanner.peek() === OPEN ? readOptions(scanner, allowed) : undefined;
}

function readOptions(scanner: Scanner, allowed: readonly string[]): NestedOptionsSyntax {
  const options: NestedOptions = {};
  const aliases = new Map<string, Syntax>();
  const seen = new Set<string>();
  scanner.open();
  do {
    if (scanner.peek() === CLOSE) throw scanner.unexpected('a query option');
    if (scanner.peek() === AT) readAlias(scanner, aliases);
    else readOption(scanner, options, allowed, seen);
  } while (scanner.accept(SEMICOLON));
  scanner.close("an operator, ';' or ')'");
  return { ...options, aliases };
}

function readAlias(scanner: Scanner, aliases: Map<string, Syntax>): void {
  const at = scanner.position;
  scanner.position++;
  const name = scanner.readIdentifier();
  if (aliases.has(name)) throw duplicate(scanner, `@${name}`, at);
  scanner.expect(EQUALS, "'='");
  aliases.set(name, readExpression(scanner));
}

function readOption(
  scanner: Scanner,
  options: NestedOptions,
  allowed: readonly string[],
  seen: Set<string>,
): void {
  const at = scanner.position;
  const name = readOptionName(scanner);
  if (!allowed.includes(name)) throw unknownOption(scanner, name, allowed, at);
  if (seen.has(name)) throw duplicate(scanner, `$${name}`, at);
  seen.add(name);
  switch (name) {
    case 'filter':
      options.filter = readExpression(scanner);
      break;
    case 'search':
      options.search = readSearch(scanner, 'nested');
      break;
    case 'orderby':
      options.orderBy = readOrderBy(scanner);
      break;
    case 'skip':
      options.skip = readCount(scanner);
      break;
    case 'top':
      options.top = readCount(scanner);
      break;
    case 'count':
      options.count = readBoolean(scanner);
      break;
    case 'select':
      options.select = readSelect(scanner);
      break;
    case 'compute':
      options.compute = readCompute(scanner);
      break;
    case 'expand':
      options.expand = readExpand(scanner);
      break;
    case 'levels':
      options.levels = readLevels(scanner);
      break;
    default:
      throw unknownOption(scanner, name, allowed, at);
  }
}

function unknownOption(
  scanner: Scanner,
  name: string,
  allowed: readonly string[],
  at: number,
): ODataSyntaxError {
  const choice = allowed.map((option) => `$${option}`).join(', ');
  const message = `'${shown(name)}' is no query option here, at position ${at}; there may be ${choice}`;
  return new ODataSyntaxError('UnknownQueryOption', scanner.clause, at, message);
}

function duplicate(scanner: Scanner, name: string, at: number): ODataSyntaxError {
  const message = `${name} is given twice, at position ${at}`;
  return new ODataSyntaxError('DuplicateQueryOption', scanner.clause, at, message);
}
