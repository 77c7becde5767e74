/** The lock of the admin port: whose key it is that a request carries, and what the key may do. */
import { createCallerLock } from '../callers';
import type { AdminKey, Authentication } from '../configuration/configuration';
import type { Right } from './rights';
import { rights } from './rights';

export interface Administrator {
  /** The id of the key; `local` where none is needed. */
  readonly id: string;
  readonly rights: readonly Right[];
}

export interface AdminLock {
  /** The headers that a key may come in; none where none is needed. */
  readonly headers: readonly string[];
  /** Without keys the port listens on this machine only. */
  readonly isOpen: boolean;
  /** Undefined = no valid key. */
  identify(headers: Readonly<Record<string, unknown>>): Administrator | undefined;
}

const local: Administrator = { id: 'local', rights };

export function adminLockOf(auth: Authentication<AdminKey>): AdminLock {
  if (auth.kind === 'none') return { headers: [], isOpen: true, identify: () => local };
  const administrators = new Map(auth.keys.map((key) => [key.id, { id: key.id, rights: key.rights }]));
  const lock = createCallerLock(auth.keys);
  return {
    headers: [...new Set(auth.keys.flatMap(({ header }) => (header === undefined ? [] : [header])))],
    isOpen: false,
    identify: (headers) => administrators.get(lock.identify(headers, new Map()) ?? ''),
  };
}
