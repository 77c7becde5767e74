/** The one error that parsing throws, on any input. */

import type { SyntaxLimits } from './syntax-limits';

export type ODataSyntaxErrorCode =
  'InvalidSyntax' | 'LimitExceeded' | 'UnknownQueryOption' | 'DuplicateQueryOption' | 'MalformedEncoding';

/** Says what was expected, what was found, and where; the caller answers 400 with its message. */
export class ODataSyntaxError extends Error {
  override readonly name = 'ODataSyntaxError';
  readonly code: ODataSyntaxErrorCode;
  /** Where it was found: `$filter`, `@alias`, `path`, or the name of the option. */
  readonly clause: string;
  /** Offset in the decoded text of the clause. */
  readonly at: number;
  /** Only of `LimitExceeded`: the limit that was passed. */
  readonly limit: keyof SyntaxLimits | undefined;

  constructor(
    code: ODataSyntaxErrorCode,
    clause: string,
    at: number,
    message: string,
    limit?: keyof SyntaxLimits,
  ) {
    super(`${clause}: ${message}`);
    this.code = code;
    this.clause = clause;
    this.at = at;
    this.limit = limit;
  }
}

/** `$filter: expected an operand, found ')' at position 12: "…Name eq )"`. */
export function invalidSyntax(text: string, clause: string, at: number, expected: string): ODataSyntaxError {
  const message = `expected ${expected}, found ${describe(text, at)} at position ${at}: "${excerpt(text, at)}"`;
  return new ODataSyntaxError('InvalidSyntax', clause, at, message);
}

/** Text that is well formed but breaks a rule; `problem` says which. */
export function invalidAt(text: string, clause: string, at: number, problem: string): ODataSyntaxError {
  const message = `${problem}, at position ${at}: "${excerpt(text, at)}"`;
  return new ODataSyntaxError('InvalidSyntax', clause, at, message);
}

export function limitExceeded(
  clause: string,
  at: number,
  limit: keyof SyntaxLimits,
  limits: SyntaxLimits,
): ODataSyntaxError {
  const message = `more than the limit of ${limits[limit]} (${LIMIT_NAMES[limit]}) at position ${at}`;
  return new ODataSyntaxError('LimitExceeded', clause, at, message, limit);
}

const LIMIT_NAMES: Record<keyof SyntaxLimits, string> = {
  optionLength: 'characters in one query option or path segment',
  nesting: 'levels of nesting',
  nodes: 'terms in one request',
  inItems: 'items in one list',
  identifierLength: 'characters in one name',
  orderByItems: 'items in $orderby',
  selectItems: 'items in $select',
  expandItems: 'items in $expand',
  expandDepth: 'levels of $expand',
  lambdaDepth: 'levels of any and all',
};

const EXCERPT_BEFORE = 15;
const EXCERPT_AFTER = 25;
const WORD_SHOWN = 20;

function describe(text: string, at: number): string {
  if (at >= text.length) return 'the end';
  // In quotes of its own it would begin or end what somebody takes for quoted.
  if (text[at] === "'") return 'a quote';
  const word = /^[\p{L}\p{Nd}_$@]+/u.exec(text.slice(at, at + WORD_SHOWN))?.[0];
  return `'${printable(word ?? String.fromCodePoint(text.codePointAt(at) ?? 0))}'`;
}

function excerpt(text: string, at: number): string {
  const start = Math.max(0, at - EXCERPT_BEFORE);
  const end = Math.min(text.length, at + EXCERPT_AFTER);
  // It stands in double quotes: where it ends must be plain to whoever takes out what is quoted.
  const within = printable(text.slice(start, end)).replaceAll('"', "'");
  return (start > 0 ? '…' : '') + within + (end < text.length ? '…' : '');
}

/** The beginning of what a caller wrote, fit to be shown in a message. */
export function shown(text: string): string {
  return printable(text.slice(0, LONGEST_SHOWN)) + (text.length > LONGEST_SHOWN ? '…' : '');
}

const LONGEST_SHOWN = 40;

/** An excerpt may cut a surrogate pair in two, and a caller may send control characters: neither goes into an answer. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]/gu, '·');
}
