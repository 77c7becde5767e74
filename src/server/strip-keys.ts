/** Takes the keys of callers out of a raw URL, before it is parsed, logged or linked to. */

export interface StrippedTarget {
  readonly target: string;
  /** The decoded values found, by parameter name; of a repeated parameter the first. */
  readonly keys: ReadonlyMap<string, string>;
}

const NO_KEYS: ReadonlyMap<string, string> = new Map();

export function stripKeys(target: string, names: ReadonlySet<string>): StrippedTarget {
  const mark = target.indexOf('?');
  if (mark < 0 || names.size === 0) return { target, keys: NO_KEYS };
  const keys = new Map<string, string>();
  const kept = target
    .slice(mark + 1)
    .split('&')
    .filter((option) => {
      const equals = option.indexOf('=');
      const name = decode(equals < 0 ? option : option.slice(0, equals));
      if (name === undefined || !names.has(name)) return true;
      const value = decode(equals < 0 ? '' : option.slice(equals + 1));
      if (value !== undefined && !keys.has(name)) keys.set(name, value);
      return false;
    });
  const path = target.slice(0, mark);
  return { target: kept.length === 0 ? path : `${path}?${kept.join('&')}`, keys };
}

const ENCODED = /[%+]/;

/** Undefined for a broken escape: what the parameter is cannot be told, and the parser will refuse the URL anyway. */
function decode(text: string): string | undefined {
  if (!ENCODED.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
