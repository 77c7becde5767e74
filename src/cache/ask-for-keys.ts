/** Asks for many keys in one call and, where that fails, finds by halves whose fault it is: each key gets its own outcome. */
import {
  InvalidValue,
  type Key,
  NotFound,
  type Row,
  UnsupportedQuery,
  UpstreamContract,
} from '../provider-sdk/index';

export type AskMany = (keys: readonly Key[]) => Promise<readonly (Row | undefined)[]>;

export type KeyOutcome =
  | { readonly kind: 'row'; readonly row: Row | undefined }
  | { readonly kind: 'error'; readonly error: unknown };

/** Where so many keys have failed alone and none was answered, the fault is the source's. */
const MOST_FAILURES = 4;

/**
 * One call at a time: a key at fault among fifty costs twelve more. What is the source's own fault is asked no further.
 *
 * @returns the outcomes in the order of the keys
 */
export async function askForKeys(keys: readonly Key[], ask: AskMany): Promise<readonly KeyOutcome[]> {
  let hasAnswered = false;
  let failures = 0;
  let faultOfSource: KeyOutcome | undefined;

  async function outcomesOf(part: readonly Key[]): Promise<readonly KeyOutcome[]> {
    const known = faultOfSource;
    if (known !== undefined) return part.map(() => known);
    try {
      const rows = checkLength(await ask(part), part.length);
      hasAnswered = true;
      return rows.map((row) => ({ kind: 'row', row }));
    } catch (error) {
      const outcome: KeyOutcome = { kind: 'error', error };
      if (part.length === 1) failures++;
      if (!mayBeOfOneKey(error) || (!hasAnswered && failures === MOST_FAILURES)) faultOfSource = outcome;
      if (part.length === 1 || faultOfSource !== undefined) return part.map(() => outcome);
      const middle = Math.ceil(part.length / 2);
      return [...(await outcomesOf(part.slice(0, middle))), ...(await outcomesOf(part.slice(middle)))];
    }
  }

  return outcomesOf(keys);
}

/** The source cannot take it, has an address for it that leads nowhere, or chokes on its row; it is too long for a URL. */
function mayBeOfOneKey(error: unknown): boolean {
  return [InvalidValue, NotFound, UnsupportedQuery, UpstreamContract].some((type) => error instanceof type);
}

function checkLength(rows: readonly (Row | undefined)[], wanted: number): readonly (Row | undefined)[] {
  if (rows.length === wanted) return rows;
  throw new UpstreamContract('getMany answered another number of rows than keys.');
}
