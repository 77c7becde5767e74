/** Asks a gateway's admin port how many calls its sources have cost so far. */
import type { Check } from './check';
import { isJsonArray, isJsonObject, JsonNumber, parseLosslessJson, type JsonValue } from './lossless-json';

export class UpstreamCounter {
  readonly #url: URL;

  constructor(admin: string) {
    this.#url = new URL('api/connections', admin.endsWith('/') ? admin : `${admin}/`);
  }

  /** What a piece of work has cost, in calls on all sources together. Ends the check where nobody can tell. */
  async cost(check: Check, work: () => Promise<void>): Promise<number> {
    const before = await this.#calls(check);
    await work();
    return (await this.#calls(check)) - before;
  }

  async #calls(check: Check): Promise<number> {
    try {
      return sumOfCalls(await read(this.#url));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const request = `GET ${this.#url.href}`;
      return check.stop('upstream', `the admin port gave no number of calls: ${reason}`, { request });
    }
  }
}

async function read(url: URL): Promise<JsonValue> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`it answered ${answer.status}`);
  return parseLosslessJson(text);
}

function sumOfCalls(body: JsonValue): number {
  const items = isJsonObject(body) ? body['items'] : undefined;
  if (!isJsonArray(items) || items.length === 0) throw new Error('it lists no connections');
  return items.map(callsOf).reduce((sum, calls) => sum + calls, 0);
}

function callsOf(connection: JsonValue): number {
  const calls = isJsonObject(connection) ? connection['calls'] : undefined;
  if (calls instanceof JsonNumber && /^\d+$/.test(calls.text)) return Number(calls.text);
  throw new Error('a connection has no "calls"');
}
