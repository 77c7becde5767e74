/** Completes the lock of a service or port: no key twice, and each with a place to be found in. */
import { rights } from '../admin/rights';
import type {
  AdminAuthenticationSettings,
  ApiKeySettings,
  AuthenticationSettings,
} from './authentication-settings';
import type { AdminKey, ApiKey, Authentication } from './configuration';
import type { FaultCollector, Path } from './fault';

/** Where Azure's own services look for keys, too. */
const DEFAULT_HEADER = 'x-api-key';

/** A lock of no keys at all, which opens to nobody, stands in for one that is missing or faulty. */
export function buildAuthentication(
  settings: 'none' | AuthenticationSettings | undefined,
  path: Path,
  faults: FaultCollector,
): Authentication {
  if (settings === 'none') return { kind: 'none' };
  return { kind: 'keys', keys: distinctKeys(settings?.keys ?? [], path, faults).map(buildKey) };
}

export function buildAdminAuthentication(
  settings: 'none' | AdminAuthenticationSettings | undefined,
  path: Path,
  faults: FaultCollector,
): Authentication<AdminKey> {
  if (settings === 'none') return { kind: 'none' };
  const keys = distinctKeys(settings?.keys ?? [], path, faults);
  return { kind: 'keys', keys: keys.map((key) => ({ ...buildKey(key), rights: key.rights ?? rights })) };
}

function distinctKeys<Key extends ApiKeySettings>(
  keys: readonly Key[],
  path: Path,
  faults: FaultCollector,
): readonly Key[] {
  checkDistinct('id', keys, path, faults);
  checkDistinct('secret', keys, path, faults);
  return keys;
}

function buildKey({ id, secret, header, query }: ApiKeySettings): ApiKey {
  const place = header === undefined && query === undefined ? DEFAULT_HEADER : header;
  return {
    id,
    secret,
    ...(place === undefined ? {} : { header: place.toLowerCase() }),
    ...(query === undefined ? {} : { query }),
  };
}

/** Two keys with one name or one secret could not be told apart in records. */
function checkDistinct(
  member: 'id' | 'secret',
  keys: readonly ApiKeySettings[],
  path: Path,
  faults: FaultCollector,
): void {
  const seen = new Map<string, number>();
  for (const [index, key] of keys.entries()) {
    // A faulty one was taken out of the settings, whatever their type says.
    const value = key[member] as string | undefined;
    if (value === undefined) continue;
    const first = seen.get(value);
    if (first === undefined) seen.set(value, index);
    else faults.add([...path, 'keys', index, member], `is the same as that of keys[${first}]`);
  }
}
