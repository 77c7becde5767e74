/** The one spelling that stands for all that ask for the same: options in order, each name and value written in one way. */

import { decodeComponent } from './decode-component';
import { systemOption } from './parse-query-options';
import { splitQuery } from './split-request-target';

/**
 * Without parsing the options, so that it is cheap: two targets with the same canonical one have the same path, and the
 * parser reads the same texts of the same options in both. It says nothing of whether they are valid.
 *
 * Undefined where the parser would not get as far as that.
 *
 * @example 'Customers?$top=5&code=x&select=Name%2cCity' → 'Customers?$select=Name,City&$top=5'
 */
export function canonicalTarget(target: string): string | undefined {
  const mark = target.indexOf('?');
  if (mark === -1) return target;
  if (target.includes('#')) return undefined;
  const options: string[] = [];
  try {
    for (const { name, rawValue } of splitQuery(target.slice(mark + 1))) {
      const option = canonicalName(decodeComponent(name, 'URL'));
      const value = decodeComponent(rawValue, 'URL');
      if (option !== undefined) options.push(`${option}=${encode(value)}`);
    }
  } catch {
    return undefined;
  }
  const path = target.slice(0, mark);
  return options.length === 0 ? path : `${path}?${options.sort().join('&')}`;
}

/** Undefined for an option that changes nothing of the answer. */
function canonicalName(name: string): string | undefined {
  if (name.startsWith('@')) return `@${encodeURIComponent(name.slice(1))}`;
  const option = systemOption(name);
  return option === undefined ? undefined : `$${option}`;
}

const SEPARATING = /[%&+#\n]/;

/** As little as keeps one text from being taken for another. */
function encode(value: string): string {
  return SEPARATING.test(value) ? encodeURIComponent(value) : value;
}
