/** Whether two trees of plain objects are the same: `NaN` is itself here, and `-0` is not `0`. */
import { isRecord } from '../provider-sdk/index';

/** Not by way of JSON, which writes `NaN` as `null`; with a list of open pairs in place of recursion. */
export function sameTree(left: unknown, right: unknown): boolean {
  const open: [unknown, unknown][] = [[left, right]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [a, b] = pair;
    if (Object.is(a, b)) continue;
    if (!isTree(a) || !isTree(b)) return false;
    const names = Object.keys(a);
    if (names.length !== Object.keys(b).length) return false;
    for (const name of names) {
      if (!Object.hasOwn(b, name)) return false;
      open.push([a[name], b[name]]);
    }
  }
  return true;
}

/** The members of a list are named by their numbers. */
function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) || Array.isArray(value);
}
