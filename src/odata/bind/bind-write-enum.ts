/** Enumeration values of a body: member names where the type is exposed, option values where only a number is. */
import type { ColumnDeclaration } from '../../provider-sdk/index';
import type { JsonTree } from '../body/json-tree';
import { readNumber } from './bind-write-number';

/**
 * The names in the order of the declaration, joined by `,`; a member may also be given by its number, as text
 * (JSON Format 4.01, 7.1).
 *
 * @example `"Shop, Web"` → `Web,Shop`
 */
export function readMembers(tree: JsonTree, column: ColumnDeclaration): string | undefined {
  const { members = [], flags = false } = column;
  if (tree.kind !== 'text') return undefined;
  // One part more than there can be, so that a text of a million commas is not taken apart.
  const parts = tree.value.split(',', members.length + 1).map((part) => part.trim());
  if (parts.length > 1 && !flags) return undefined;
  const names = new Set(members.map(({ name }) => name));
  const numbers = new Map(members.map(({ name, value }) => [String(value), name]));
  const given = new Set<string>();
  for (const part of parts) {
    const name = names.has(part) ? part : numbers.get(part);
    if (name === undefined) return undefined;
    given.add(name);
  }
  return [...names].filter((name) => given.has(name)).join(',');
}

/** The number of a member. */
export function readOptionValue(tree: JsonTree, { members = [] }: ColumnDeclaration): number | undefined {
  const number = readNumber(tree);
  return members.find(({ value }) => value === number)?.value;
}

const MOST_SHOWN = 12;

/** `No, Invoice, All`, for people. */
export function listMembers({ members = [] }: ColumnDeclaration): string {
  return listSome(members.map(({ name }) => name));
}

/** `0 (No), 1 (Invoice), 2 (All)`, for people. */
export function listOptions({ members = [] }: ColumnDeclaration): string {
  return listSome(members.map(({ name, value }) => `${value} (${name})`));
}

function listSome(texts: readonly string[]): string {
  const more = texts.length > MOST_SHOWN ? ', …' : '';
  return texts.slice(0, MOST_SHOWN).join(', ') + more;
}
