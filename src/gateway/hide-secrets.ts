/** A provider's configuration as administrators may see it. */
import { isRecord } from '../provider-sdk/index';

export const HIDDEN = '(hidden)';

/**
 * Names of settings that may hold a secret. It is the provider that names them, so rather one too many is hidden: an id of
 * a key is no loss, a key is.
 */
const secretNames =
  /secret|pass|pwd|token|key|credential|auth|signature|certificate|cookie|header|connectionstring/i;

/** Sections are looked into, unless their own name says that all of it is secret, such as a list of headers. */
const openSections = /^(?:credential|auth|authentication|key|keys)$/i;

/** `Password=…;` within a text, as connection strings have it. */
const secretWithin = /(?:secret|pass(?:word)?|pwd|token|key|sig(?:nature)?)\s*[=:]/i;

/** Lists beyond this are not read by anybody. */
const MOST_ITEMS = 20;

export function hideSecrets(configuration: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(configuration)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, shown(name, value)]),
  );
}

function shown(name: string, value: unknown): unknown {
  if (isRecord(value)) {
    return secretNames.test(name) && !openSections.test(name) ? HIDDEN : hideSecrets(value);
  }
  if (Array.isArray(value)) return shownList(name, value);
  if (typeof value === 'boolean' || value === null) return value;
  if (secretNames.test(name)) return HIDDEN;
  return typeof value === 'string' ? shownText(value) : value;
}

/** A list of sections may be rows, as of the provider `memory`. */
function shownList(name: string, items: readonly unknown[]): unknown {
  return items.length > MOST_ITEMS || items.some(isRecord)
    ? `(${items.length} items)`
    : items.map((item) => shown(name, item));
}

/** Of a URL neither the user nor the query. */
function shownText(text: string): string {
  if (secretWithin.test(text)) return HIDDEN;
  return text
    .replace(/^(\w[\w+.-]*:\/\/)[^/@]*@/, `$1${HIDDEN}@`)
    .replace(/^(\w+:\/\/[^?]*)\?.*$/s, `$1?${HIDDEN}`);
}
