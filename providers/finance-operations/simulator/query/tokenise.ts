/** Cuts the text of a `$filter` or of a key predicate into tokens. */
import { invalidQuery } from '../http/answer';

export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly position: number }
  | { readonly kind: 'mark'; readonly text: string; readonly position: number }
  | { readonly kind: 'text'; readonly text: string; readonly position: number }
  | { readonly kind: 'number'; readonly text: string; readonly position: number }
  | { readonly kind: 'instant'; readonly text: string; readonly position: number }
  | { readonly kind: 'date'; readonly text: string; readonly position: number }
  | { readonly kind: 'guid'; readonly text: string; readonly position: number }
  | { readonly kind: 'enum'; readonly text: string; readonly type: string; readonly position: number };

// Longest forms first: a Guid and an instant begin like numbers, an enumeration literal like a word.
const TOKEN = new RegExp(
  [
    String.raw`(?<blank>\s+)`,
    String.raw`(?<enum>[A-Za-z_][\w.]*'(?:[^']|'')*')`,
    String.raw`(?<text>'(?:[^']|'')*')`,
    String.raw`(?<guid>[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b)`,
    String.raw`(?<instant>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d))`,
    String.raw`(?<date>\d{4}-\d\d-\d\d\b)`,
    String.raw`(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))`,
    String.raw`(?<word>[A-Za-z_][\w.]*(?:/[A-Za-z_][\w.]*)*)`,
    String.raw`(?<mark>[(),=:/-])`,
  ].join('|'),
  'y',
);

/** Reads all tokens, or refuses the text at the first character that begins none. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let position = 0; position < text.length; position = TOKEN.lastIndex) {
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw invalidQuery(`Syntax error at position ${position} in '${text}'.`);
    const token = tokenOf(groups, position);
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, position: number): Token | undefined {
  for (const kind of ['word', 'mark', 'number', 'instant', 'date', 'guid'] as const) {
    const text = groups[kind];
    if (text !== undefined) return { kind, text, position };
  }
  const quoted = groups['text'];
  if (quoted !== undefined) return { kind: 'text', text: unquote(quoted), position };
  const literal = groups['enum'];
  if (literal === undefined) return undefined;
  const quote = literal.indexOf("'");
  return { kind: 'enum', type: literal.slice(0, quote), text: unquote(literal.slice(quote)), position };
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replaceAll("''", "'");
}
