/**
 * The shared tier in Redis. Each value lies there with the epochs that its tags had before its source was asked; each
 * raise that is published changes the epochs of its tags, in one step with its number. So a value whose epochs are still
 * the present ones is true, and one that was read while a change went on is never kept.
 */
import { hash, randomUUID } from 'node:crypto';
import type { Clock } from './clock';
import { epochOf } from './epochs';
import { FIND_VALUE, KEEP_VALUE } from './redis-scripts';
import type { SharedPlace, SharedTier, ValueText } from './shared-tier';

/** Runs a script after everything that this instance has published. */
export type RunScript = (
  script: string,
  keys: readonly string[],
  values: readonly string[],
) => Promise<unknown>;

export interface RedisValuesParts<Value> {
  /** Undefined where not all of that is known to have arrived, or Redis took too long. */
  readonly run: RunScript;
  readonly prefix: string;
  readonly clock: Clock;
  readonly text: ValueText<Value>;
}

/** Longer values are left to each instance's memory: everything goes over the connection that carries the raises. */
const MOST_CHARACTERS = 256 * 1024;
/** Is part of every address: instances that write values in another way do not read these. */
const FORMAT = 1;

export class RedisValues<Value> implements SharedTier<Value> {
  /** Marks the table of epochs, should this instance be the one to begin it: a table that was lost and begun anew has another. */
  readonly #mark = randomUUID();

  constructor(private readonly parts: RedisValuesParts<Value>) {}

  async find(address: string, tags: readonly string[]): Promise<SharedPlace<Value> | undefined> {
    const { run, prefix, clock } = this.parts;
    const keys = [`${prefix}:epochs`, `${prefix}:value:${FORMAT}:${hash('sha256', address, 'base64url')}`];
    const epochs = tags.map(epochOf);
    const asked = clock.now();
    const [stamp, now, age, text] = textsOf(await run(FIND_VALUE, keys, [this.#mark, ...epochs]));
    if (stamp === undefined || now === undefined) return undefined;
    return {
      kept: this.#read(text, asked - Number(age)),
      keep: (value, ttl) => {
        const text = this.parts.text.write(value);
        if (text === undefined || text.length > MOST_CHARACTERS) return;
        const values = [stamp, now, String(Math.floor(ttl)), text, ...epochs, ...tags];
        void run(KEEP_VALUE, [...keys, `${prefix}:quarantined`], values);
      },
    };
  }

  #read(text: string | undefined, askedAt: number): SharedPlace<Value>['kept'] {
    if (text === undefined || !Number.isFinite(askedAt)) return undefined;
    const value = this.parts.text.read(text);
    return value === undefined ? undefined : { ...value, askedAt };
  }
}

function textsOf(reply: unknown): readonly (string | undefined)[] {
  if (!Array.isArray(reply)) return [];
  return reply.map((part: unknown) => (typeof part === 'string' ? part : undefined));
}
