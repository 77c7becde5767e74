/** Tags: the names of what a cached answer depends on, and of what a change touches. */
import { foldCase, type Key } from '../provider-sdk/index';

/** Everything there is: no answer needs to carry it. */
export const EVERYTHING = 'all';

/** Everything of an entity. Each answer carries it; raising it invalidates them all. */
export function setTag(connection: string, entity: string): string {
  return `set:${connection}/${entity}`;
}

/**
 * Which rows there are, and what they hold, as far as an answer is about many of them: lists and counts carry it, and
 * reads of single rows do not. Any change of any row raises it.
 */
export function listTag(connection: string, entity: string): string {
  return `list:${connection}/${entity}`;
}

/**
 * One row. Sources find a row by its key in another case, width or padding, too, so these spellings share a tag; keys
 * that share it without being the same row only invalidate each other.
 */
export function rowTag(connection: string, entity: string, key: Key): string {
  return `row:${connection}/${entity}/${key.map(foldPart).join('/')}`;
}

/** What a provider names, within its connection. */
export function namedTag(connection: string, name: string): string {
  return `${NAMED}${connection}/${name}`;
}

/** Each answer that depends on named things carries it: raised by a change that names more than can be told one by one. */
export function someNamedTag(connection: string): string {
  return `${NAMED}${connection}`;
}

/** Each change that names things raises it: carried by an answer that depends on more than can be told one by one. */
export function manyNamedTag(connection: string): string {
  return `many:${connection}`;
}

const NAMED = 'named:';

/** What is to be raised together with a tag. */
export function raisedWith(tag: string): readonly string[] {
  if (!tag.startsWith(NAMED)) return [tag];
  const [connection = ''] = tag.slice(NAMED.length).split('/');
  return [tag, manyNamedTag(connection)];
}

/** Whether a tag belongs to the few that have a generation of their own; the others may share one. */
export function isSetTag(tag: string): boolean {
  return tag.startsWith('set:') || tag.startsWith('list:');
}

function foldPart(part: Key[number]): string {
  return foldCase(String(part).normalize('NFKC').trim());
}
