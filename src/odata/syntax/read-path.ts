/** Paths inside expressions: members, type casts, bound functions, $count, annotations, and the lambdas at their end. */

import { AT, CLOSE, COLON, DOLLAR, EQUALS, HASH, OPEN, SEMICOLON, SLASH } from './characters';
import { NO_ARGUMENTS, readKeyPredicate, readNameArguments, readParentheses } from './read-parentheses';
import type { ReadExpression } from './read-parentheses';
import { readSearch } from './read-search';
import type { Scanner } from './scanner';
import type {
  AnnotationSegment,
  CountSegment,
  FilterSegment,
  LambdaSyntax,
  NameSegment,
  PathSegment,
  PathSyntax,
  SearchSyntax,
  Syntax,
} from './syntax-tree';

/** Continues a path whose first segment has been read: `first/Name/…`. */
export function readPathAfter(
  scanner: Scanner,
  first: PathSegment,
  readExpression: ReadExpression,
): PathSyntax | LambdaSyntax {
  const segments: PathSegment[] = [first];
  const path: PathSyntax = { kind: 'path', segments, at: first.at };
  while (scanner.accept(SLASH)) {
    scanner.countNode();
    const lambda = readLambda(scanner, path, readExpression);
    if (lambda !== undefined) return lambda;
    const segment = readSegment(scanner, readExpression);
    segments.push(segment);
    if (segment.kind === '$count') break;
  }
  return path;
}

/** What may begin with `@` or `$`: an alias, an annotation, `$it`, `$this` or `$root`. */
export function readMarkedOperand(scanner: Scanner, readExpression: ReadExpression): Syntax {
  const first = scanner.peek() === AT ? readAliasOrAnnotation(scanner) : readReserved(scanner);
  if (first.kind === 'alias' && scanner.peek() !== SLASH) return first;
  return readPathAfter(scanner, first, readExpression);
}

const RESERVED = ['$it', '$this', '$root'] as const;

function readReserved(scanner: Scanner): PathSegment {
  const at = scanner.position;
  scanner.position++;
  const word = `$${scanner.readIdentifier('$it, $this or $root')}`;
  const kind = RESERVED.find((name) => name === word);
  if (kind === undefined) throw scanner.unexpected('$it, $this or $root', at);
  if (kind === '$root' && scanner.peek() !== SLASH)
    throw scanner.unexpected("'/' and an entity set after $root");
  return { kind, at };
}

function readAliasOrAnnotation(scanner: Scanner): PathSegment {
  const annotation = readAnnotation(scanner);
  const isAlias = annotation.qualifier === undefined && !annotation.name.includes('.');
  return isAlias ? { kind: 'alias', name: annotation.name, at: annotation.at } : annotation;
}

/** `@Ns.Term` or `@Ns.Term#Qualifier`. */
export function readAnnotation(scanner: Scanner): AnnotationSegment {
  const at = scanner.position;
  scanner.expect(AT, "'@'");
  const name = scanner.readName();
  const qualifier = scanner.accept(HASH) ? scanner.readIdentifier() : undefined;
  return { kind: 'annotation', name, qualifier, at };
}

function readSegment(scanner: Scanner, readExpression: ReadExpression): PathSegment {
  if (scanner.peek() === AT) return readAnnotation(scanner);
  if (scanner.peek() === DOLLAR) return readMarkedSegment(scanner, readExpression);
  const at = scanner.position;
  const name = scanner.readName('a name, $count or any');
  return readNameSegment(scanner, name, at, readExpression);
}

/** A name with whatever stands in parentheses after it, which inside a path is never positional arguments. */
function readNameSegment(
  scanner: Scanner,
  name: string,
  at: number,
  readExpression: ReadExpression,
): NameSegment {
  if (scanner.peek() !== OPEN) return { kind: 'name', name, ...NO_ARGUMENTS, at };
  const found = readParentheses(scanner, readExpression);
  const sorted = readNameArguments(scanner, name, found);
  if (sorted === undefined) throw scanner.unexpected('a key, or parameters with names', found.at);
  return { kind: 'name', name, ...sorted, at };
}

function readMarkedSegment(scanner: Scanner, readExpression: ReadExpression): CountSegment | FilterSegment {
  const at = scanner.position;
  scanner.position++;
  const word = scanner.readIdentifier('$count or $filter');
  if (word === 'count') return readCount(scanner, at, readExpression);
  if (word === 'filter' && scanner.peek() === OPEN) return readFilterSegment(scanner, at, readExpression);
  throw scanner.unexpected('$count or $filter', at);
}

/** `$filter(predicate)`, once its name has been read. */
export function readFilterSegment(
  scanner: Scanner,
  at: number,
  readExpression: ReadExpression,
): FilterSegment {
  scanner.open();
  const predicate = readExpression(scanner);
  scanner.close("an operator or ')'");
  const key = scanner.peek() === OPEN ? readKeyPredicate(scanner) : undefined;
  return { kind: '$filter', predicate, key, at };
}

/** `$count` or `$count($filter=…;$search=…)`, once its name has been read. */
export function readCount(scanner: Scanner, at: number, readExpression: ReadExpression): CountSegment {
  if (scanner.peek() !== OPEN) return { kind: '$count', filter: undefined, search: undefined, at };
  let filter: Syntax | undefined;
  let search: SearchSyntax | undefined;
  scanner.open();
  do {
    const start = scanner.position;
    const name = readOptionName(scanner);
    if (name === 'filter' && filter === undefined) filter = readExpression(scanner);
    else if (name === 'search' && search === undefined) search = readSearch(scanner, 'nested');
    else throw scanner.unexpected('$filter or $search, each once', start);
  } while (scanner.accept(SEMICOLON));
  scanner.close("';' or ')'");
  return { kind: '$count', filter, search, at };
}

/** The name of an option inside parentheses, with or without `$`, in lower case; its `=` is read too. */
export function readOptionName(scanner: Scanner): string {
  scanner.accept(DOLLAR);
  const name = scanner.readIdentifier('a query option').toLowerCase();
  scanner.expect(EQUALS, "'='");
  return name;
}

function readLambda(
  scanner: Scanner,
  source: PathSyntax,
  readExpression: ReadExpression,
): LambdaSyntax | undefined {
  const operator = lambdaOperator(scanner);
  if (operator === undefined) return undefined;
  const at = scanner.position;
  scanner.position += operator.length;
  scanner.budget.enterLambda(scanner.clause, at);
  scanner.open();
  const lambda = readLambdaBody(scanner, operator, source, at, readExpression);
  scanner.close("an operator or ')'");
  scanner.budget.leaveLambda();
  return lambda;
}

/** `any(` and `all(`, in any case; a property may have either name. */
function lambdaOperator(scanner: Scanner): 'any' | 'all' | undefined {
  if (scanner.peek(3) !== OPEN) return undefined;
  const word = scanner.text.slice(scanner.position, scanner.position + 3).toLowerCase();
  return word === 'any' || word === 'all' ? word : undefined;
}

function readLambdaBody(
  scanner: Scanner,
  operator: 'any' | 'all',
  source: PathSyntax,
  at: number,
  readExpression: ReadExpression,
): LambdaSyntax {
  if (operator === 'any' && scanner.peek() === CLOSE) {
    return { kind: 'lambda', operator, source, variable: undefined, predicate: undefined, at };
  }
  const variable = scanner.readIdentifier('the name of a range variable');
  scanner.skipBlanks();
  scanner.expect(COLON, "':'");
  scanner.skipBlanks();
  return { kind: 'lambda', operator, source, variable, predicate: readExpression(scanner), at };
}
