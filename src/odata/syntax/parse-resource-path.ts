/** The resource path: entity sets, keys, properties and the `$…` segments, relative to the service root. */

import { DOLLAR, OPEN } from './characters';
import { decodePathSegment } from './decode-component';
import { readExpression } from './read-expression';
import {
  NO_ARGUMENTS,
  readKeyValue,
  readNameArguments,
  readParentheses,
  readSeparated,
} from './read-parentheses';
import { readFilterSegment } from './read-path';
import { Scanner } from './scanner';
import { SyntaxBudget } from './syntax-budget';
import { invalidAt, limitExceeded } from './syntax-error';
import { defaultSyntaxLimits } from './syntax-limits';
import type { SyntaxLimits } from './syntax-limits';
import type { ResourceKeyword, ResourcePathSyntax, ResourceSegment } from './syntax-tree';

/** Takes raw segments after the service root, still encoded: `['Accounts(1)','Name','$value']`. */
export function parseResourcePath(
  rawSegments: readonly string[],
  limits: SyntaxLimits = defaultSyntaxLimits,
): ResourcePathSyntax {
  const budget = new SyntaxBudget(limits);
  const segments: ResourceSegment[] = [];
  for (const raw of rawSegments) {
    const scanner = new Scanner(decodePathSegment(raw), 'path', budget);
    if (segments.length >= limits.nesting) throw limitExceeded('path', 0, 'nesting', limits);
    const segment = readSegment(scanner, segments.length === 0);
    expectPlace(scanner, segments.at(-1), segment);
    segments.push(segment);
  }
  return { segments };
}

function readSegment(scanner: Scanner, isFirst: boolean): ResourceSegment {
  const { text } = scanner;
  if (text === '' || text === '.' || text === '..') throw scanner.unexpected('a path segment');
  if (scanner.peek() === DOLLAR) return readMarkedSegment(scanner);
  const named = readNameSegment(scanner, isFirst);
  if (scanner.atEnd()) return named;
  if (isFirst) throw scanner.unexpected("'(' or the end of the name");
  return { kind: 'key', text, at: 0 };
}

/** A name with its parentheses. What does not begin like one stops short of the end, and is a key. */
function readNameSegment(scanner: Scanner, isFirst: boolean): ResourceSegment {
  if (!isFirst && !scanner.atName()) return { kind: 'key', text: '', at: 0 };
  const name = isFirst ? scanner.readIdentifier('an entity set') : scanner.readName();
  if (scanner.peek() !== OPEN) return { kind: 'name', name, ...NO_ARGUMENTS, at: 0 };
  const found = readParentheses(scanner, readKeyValue);
  const sorted = readNameArguments(scanner, name, found);
  if (sorted === undefined) throw scanner.unexpected('one key value, or values with names', found.at);
  scanner.expectEnd('the end of the path segment');
  return { kind: 'name', name, ...sorted, at: 0 };
}

const KEYWORDS: readonly ResourceKeyword[] = [
  '$count',
  '$value',
  '$ref',
  '$metadata',
  '$batch',
  '$query',
  '$all',
  '$entity',
  '$each',
];

function readMarkedSegment(scanner: Scanner): ResourceSegment {
  const keyword = KEYWORDS.find((name) => name === scanner.text);
  if (keyword !== undefined) return { kind: keyword, at: 0 };
  scanner.position++;
  const word = scanner.readIdentifier('a name');
  if (word === 'filter' && scanner.peek() === OPEN) return readFilter(scanner);
  if (word === 'crossjoin' && scanner.peek() === OPEN) return readCrossJoin(scanner);
  throw scanner.unexpected(`one of ${KEYWORDS.join(', ')}, $filter(…), $crossjoin(…)`, 0);
}

function readFilter(scanner: Scanner): ResourceSegment {
  const segment = readFilterSegment(scanner, 0, readExpression);
  scanner.expectEnd('the end of the path segment');
  return segment;
}

function readCrossJoin(scanner: Scanner): ResourceSegment {
  scanner.open();
  const entitySets = readSeparated(scanner, () => scanner.readIdentifier('an entity set'));
  scanner.close("',' or ')'");
  scanner.expectEnd('the end of the path segment');
  return { kind: '$crossjoin', entitySets, at: 0 };
}

/** Refuses segments where no model could make sense of them. */
function expectPlace(
  scanner: Scanner,
  previous: ResourceSegment | undefined,
  segment: ResourceSegment,
): void {
  const problem = misplaced(previous, segment);
  if (problem !== undefined) throw invalidAt(scanner.text, 'path', 0, problem);
}

function misplaced(previous: ResourceSegment | undefined, segment: ResourceSegment): string | undefined {
  const { kind } = segment;
  const startsPath = STARTS.includes(kind);
  if (previous === undefined) {
    return startsPath || kind === 'name' ? undefined : `a path cannot begin with ${kind}`;
  }
  if (startsPath) return `${kind} only stands at the service root`;
  if (ALONE.includes(previous.kind)) return `nothing may follow ${previous.kind}`;
  if (LAST.includes(previous.kind) && kind !== '$query')
    return `nothing but $query may follow ${previous.kind}`;
  if (isSameCast(previous, segment)) return 'a type cast may stand only once';
  return undefined;
}

type Kind = ResourceSegment['kind'];
const STARTS: readonly Kind[] = ['$metadata', '$batch', '$all', '$entity', '$crossjoin'];
const ALONE: readonly Kind[] = ['$metadata', '$batch', '$query'];
const LAST: readonly Kind[] = ['$count', '$value', '$ref'];

function isSameCast(previous: ResourceSegment, segment: ResourceSegment): boolean {
  if (previous.kind !== 'name' || segment.kind !== 'name') return false;
  return segment.name.includes('.') && segment.name === previous.name && previous.parameters === undefined;
}
