/** Freezes what was read, so that nothing can change it while it is served. */

/** All of a value but for the objects that belong to somebody else. */
export function freezeDeep<T>(value: T, except: ReadonlySet<unknown>): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || except.has(value))
    return value;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeDeep(member, except);
  return value;
}
