/** Reads the query options of a request to the endpoint under test. */
import type { Faults } from './tiny-faults';
import { TinyRefusal } from './tiny-filter';

const knownOptions = ['$filter', '$orderby', '$skip', '$top', '$select', '$count', '$skiptoken'];

export function readTinyOptions(query: string, faults: Faults): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const option of query.split('&').filter((each) => each !== '')) {
    const [name = '', ...value] = option.split('=');
    const decoded = decodeURIComponent(name);
    if (!decoded.startsWith('$')) {
      if (faults.refusesOwnOptions) throw new TinyRefusal(400, `unknown option ${decoded}`);
      continue;
    }
    if (!faults.acceptsAnything && (!knownOptions.includes(decoded) || options.has(decoded))) {
      throw new TinyRefusal(400, `unknown or repeated option ${decoded}`);
    }
    options.set(decoded, decodeURIComponent(value.join('=').replaceAll('+', ' ')));
  }
  return options;
}

export function readWhole(options: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = options.get(name);
  if (value !== undefined && !/^\d+$/.test(value)) throw new TinyRefusal(400, `${name} takes a whole number`);
  return value === undefined ? undefined : Number(value);
}
