/** Reads the `Prefer` header: wishes, of which those that are odd or unknown are ignored (Protocol 4.01, 8.2.8). */

export interface Preferences {
  /** `maxpagesize`: a positive number that does not exceed the largest page. */
  readonly maxPageSize?: number;
  /** `nulls` and `defaults` come to the same here: no property has a default value other than null. */
  readonly omitValues?: 'nulls' | 'defaults';
  /** Of a write: whether its answer holds the entity. */
  readonly return?: 'representation' | 'minimal';
  /** Each of the above as the client wrote it, for `Preference-Applied`. */
  readonly written: Readonly<Partial<Record<PreferenceName, string>>>;
}

export type PreferenceName = 'maxPageSize' | 'omitValues' | 'return';

/**
 * @param largestPage what `maxpagesize` may not exceed; more is ignored, so that paging cannot be switched off
 *
 * @example `odata.maxpagesize=50, omit-values=nulls` → `{ maxPageSize: 50, omitValues: 'nulls', … }`
 */
export function parsePreferences(
  prefer: string | undefined,
  largestPage = Number.MAX_SAFE_INTEGER,
): Preferences {
  const found = readPreferences(prefer ?? '');
  const pageSize = found.get('maxpagesize') ?? found.get('odata.maxpagesize');
  const omitValues = found.get('omit-values');
  const returned = found.get('return');
  const written: Partial<Record<PreferenceName, string>> = {};
  const chosen: { -readonly [Name in PreferenceName]?: Preferences[Name] } = {};

  if (pageSize !== undefined && isPageSize(pageSize.value, largestPage)) {
    chosen.maxPageSize = Number(pageSize.value);
    written.maxPageSize = pageSize.text;
  }
  if (omitValues?.value === 'nulls' || omitValues?.value === 'defaults') {
    chosen.omitValues = omitValues.value;
    written.omitValues = omitValues.text;
  }
  if (returned?.value === 'representation' || returned?.value === 'minimal') {
    chosen.return = returned.value;
    written.return = returned.text;
  }
  return { ...chosen, written };
}

/** The `Preference-Applied` header for the preferences that the answer honours, or undefined if there are none. */
export function preferenceApplied(
  { written }: Preferences,
  honoured: readonly PreferenceName[],
): string | undefined {
  const texts = honoured.flatMap((name) => written[name] ?? []);
  return texts.length === 0 ? undefined : texts.join(', ');
}

interface Preference {
  readonly value: string;
  readonly text: string;
}

/** One preference: a name, perhaps a value, perhaps parameters of its own up to the next comma (RFC 7240, 2). */
const preference = /([\w.!#$%&'*+^`|~-]+)(?:[ \t]*=[ \t]*(?:"([^"\\]*)"|([^\s,;"]*)))?[^,]*/y;
const separators = /[\s,]*/y;

function readPreferences(header: string): ReadonlyMap<string, Preference> {
  const found = new Map<string, Preference>();
  let at = 0;
  while (at < header.length) {
    separators.lastIndex = at;
    separators.exec(header);
    preference.lastIndex = separators.lastIndex;
    const match = preference.exec(header);
    if (match === null) return found;
    at = preference.lastIndex;
    const name = (match[1] ?? '').toLowerCase();
    const value = match[2] ?? match[3] ?? '';
    // Of a preference that is there twice the first counts (RFC 7240, 2).
    if (!found.has(name)) found.set(name, { value, text: `${name}=${value}` });
  }
  return found;
}

function isPageSize(text: string, largestPage: number): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) > 0 && Number(text) <= largestPage;
}
