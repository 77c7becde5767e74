/** What one instance publishes to the others, as text; what comes in is not trusted to be that. */
import { isRecord } from '../provider-sdk/index';
import type { Raise } from './generation-link';

/** Raises with the place of their message in the order of all messages. */
export interface NumberedRaises {
  readonly number: number;
  readonly raises: readonly Raise[];
}

/** Redis puts the number and a space in front when it publishes. */
export function writeRaises(raises: readonly Raise[]): string {
  return JSON.stringify(raises);
}

/** Undefined if it is no such message. */
export function readRaises(text: string): NumberedRaises | undefined {
  const space = text.indexOf(' ');
  const number = Number(text.slice(0, space));
  try {
    const raises: unknown = JSON.parse(text.slice(space + 1));
    return Number.isSafeInteger(number) && isArrayOf(raises, isRaise) ? { number, raises } : undefined;
  } catch {
    return undefined;
  }
}

function isRaise(value: unknown): value is Raise {
  if (!isRecord(value) || !isArrayOf(value['tags'], isText)) return false;
  return value['quarantine'] === undefined || Number.isFinite(value['quarantine']);
}

function isArrayOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is readonly Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
