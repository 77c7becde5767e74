/** What of a setting an administrator may see. Two nets: what its class says of it, and where that says nothing, its name and its text. */
import { isRecord } from '../../provider-sdk/index';
import type { RuleContext } from './rules';
import type { Rule } from './sections';

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

export function soundsSecret(name: string): boolean {
  return secretNames.test(name);
}

/** What the class of the setting says; undefined = nothing. */
export function saidSecret(rules: readonly Rule[]): boolean | undefined {
  return rules
    .map(({ context }) => (context as RuleContext | undefined)?.secret)
    .find((said) => said !== undefined);
}

/** Whether all that lies in a setting is kept back, unseen. */
export function isHidden(name: string, value: unknown, said: boolean | undefined): boolean {
  if (said !== undefined) return said;
  if (typeof value === 'boolean' || value === null || !soundsSecret(name)) return false;
  const isSection = isRecord(value) || (Array.isArray(value) && value.some(isRecord));
  return !isSection || !openSections.test(name);
}

/** A single value or a list of them, without what may be secret in it. A list of sections may be rows, as of the provider `memory`. */
export function shownValue(value: unknown): unknown {
  if (typeof value === 'string') return shownText(value);
  if (!Array.isArray(value)) return value;
  return value.length > MOST_ITEMS || value.some(isRecord)
    ? `(${value.length} items)`
    : value.map(shownValue);
}

/** Of a URL neither the user nor the query; a password may hold an @, or what ends an address. */
function shownText(text: string): string {
  if (secretWithin.test(text)) return HIDDEN;
  return text
    .replace(/^(\w[\w+.-]*:\/\/).*@/s, `$1${HIDDEN}@`)
    .replace(/^(\w[\w+.-]*:\/\/[^?]*)\?.*$/s, `$1?${HIDDEN}`);
}
