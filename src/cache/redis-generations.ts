/**
 * Several instances: tells the others through Redis which tags were raised, and hears it from them.
 *
 * Each raise gets a number from Redis and is published with it. Everything goes over one connection, on which Redis
 * answers in order: when it answers how many raises there were, all messages of these have arrived, or were lost and are
 * missed. So one question tells whether all is known that others raised before it was asked.
 */
import { Redis } from 'ioredis';
import type { Clock } from './clock';
import type { GenerationLink, Raise } from './generation-link';
import type { Generations } from './generations';
import { epochOf } from './epochs';
import { readRaises, writeRaises } from './raise-message';
import { PUBLISH, QUARANTINES } from './redis-scripts';
import type { RunScript } from './redis-values';
import { EVERYTHING } from './tags';
import { UnsentRaises } from './unsent-raises';

export interface RedisGenerationsParts {
  /** `redis://` or `rediss://`; Redis 6 or newer. */
  readonly url: string;
  /** Begins the names of all keys and channels; instances with the same one belong together. */
  readonly prefix: string;
  readonly generations: Generations;
  readonly clock: Clock;
  readonly strict: boolean;
  /** See {@link GenerationLink.longestUse}. An instance that is cut off from Redis cannot tell the others: this is their bound. */
  readonly longestUse: number;
  /** One line for the administrator when the link is lost or back. */
  readonly warn: (message: string) => void;
}

/** Without an answer to a question asked this many milliseconds ago or later, the link counts as lost. */
const LINK_BOUND = 1_000;
const HEARTBEAT = LINK_BOUND / 4;
/** A write waits no longer than this for the others to be told, nor a strict read for the answer. */
const PATIENCE = 250;
/** Nor a read for what others may have kept: the source can be asked instead. */
const PATIENCE_FOR_VALUES = 50;
const LONGEST_PAUSE = 500;

export class RedisGenerations implements GenerationLink {
  readonly strict: boolean;
  readonly longestUse: number;
  readonly #redis: Redis;
  readonly #unsent: UnsentRaises;
  readonly #counter: string;
  readonly #quarantined: string;
  readonly #epochs: string;
  readonly #channel: string;
  /** The highest number that Redis has given or named: it counts on, unless it has lost something. */
  #highest = 0;
  /** The number of the last message; undefined while it is not known which were missed. */
  #seen: number | undefined;
  /** When the last question that was answered had been asked. */
  #askedAt = -Infinity;
  /** It listens, and knows what it had to learn before. */
  #subscribed = false;
  #stopHeartbeat = (): void => undefined;
  /** What the administrator was told last. */
  #toldLinked = true;
  /** Why the last connection failed. */
  #fault = 'no answer';
  readonly #startedAt: number;

  constructor(private readonly parts: RedisGenerationsParts) {
    this.strict = parts.strict;
    this.longestUse = parts.longestUse;
    this.#unsent = new UnsentRaises(parts.clock);
    this.#counter = `${parts.prefix}:raises`;
    this.#quarantined = `${parts.prefix}:quarantined`;
    this.#epochs = `${parts.prefix}:epochs`;
    this.#channel = `${parts.prefix}:raised`;
    this.#redis = connect(parts.url);
    this.#redis.on('ready', () => void this.#begin());
    this.#redis.on('close', () => this.#lose());
    this.#redis.on('message', (_channel: string, text: string) => this.#hear(text));
    this.#redis.on('error', (error: Error) => (this.#fault = error.message));
    this.#startedAt = parts.clock.now();
    this.#beat();
  }

  isLinked(): boolean {
    return this.parts.clock.now() - this.#askedAt <= LINK_BOUND;
  }

  /** Raises that the others have not been told yet. */
  get unsent(): number {
    return this.#unsent.size;
  }

  async synchronise(): Promise<boolean> {
    return (await this.#within(this.#ask())) ?? false;
  }

  async publish(raise: Raise): Promise<void> {
    // Also where nothing was heard for long: the connection may be there all the same, and without one this fails at once.
    await this.#within(this.#send([raise]));
  }

  /**
   * Runs a script of the shared tier. On the one connection it comes after all that was published; undefined where that
   * could not be told to Redis, or where the outcome takes too long.
   */
  readonly run: RunScript = async (script, keys, values) => {
    if (!this.#isTold()) return undefined;
    const work = this.#redis.eval(script, keys.length, ...keys, ...values).catch(() => undefined);
    const outcome = await this.#within(work, PATIENCE_FOR_VALUES);
    return this.#isTold() ? outcome : undefined;
  };

  /** Redis knows of all that this instance has raised, or will hear of it before anything that is sent from now on. */
  #isTold(): boolean {
    return this.#subscribed && this.#unsent.size === 0 && this.isLinked();
  }

  close(): void {
    this.#stopHeartbeat();
    this.#redis.disconnect();
  }

  async #begin(): Promise<void> {
    try {
      await this.#redis.subscribe(this.#channel);
      await this.#learnQuarantines();
      this.#subscribed = true;
      await this.#send(this.#unsent.take());
      await this.#ask();
    } catch {
      // The connection is gone again, or the heartbeat asks once more.
    }
  }

  /** Those of which the message went out before this instance listened. */
  async #learnQuarantines(): Promise<void> {
    const left = await this.#redis.eval(QUARANTINES, 1, this.#quarantined);
    if (!Array.isArray(left)) return;
    for (let index = 0; index < left.length; index += 2) {
      this.parts.generations.quarantine([String(left[index])], Number(left[index + 1]));
    }
  }

  #lose(): void {
    this.#subscribed = false;
    this.#seen = undefined;
    this.#askedAt = -Infinity;
  }

  /** Whether all is known now that had been raised when it was called. */
  async #ask(): Promise<boolean> {
    if (!this.#subscribed) return false;
    const askedAt = this.parts.clock.now();
    try {
      const count = Number((await this.#redis.get(this.#counter)) ?? 0);
      if (!this.#subscribed) return false;
      if (count < this.#highest) await this.#restore(count);
      this.#highest = Math.max(this.#highest, count);
      // Also after each reconnection: what others could not publish meanwhile is not in the count.
      if (this.#seen === undefined || this.#seen < count) {
        this.parts.generations.raise([EVERYTHING]);
        this.#seen = count;
      }
      this.#askedAt = Math.max(this.#askedAt, askedAt);
      return true;
    } catch {
      return false;
    }
  }

  /** Redis knows less than it did, as after a failover: epochs that it has forgotten must not come again. */
  async #restore(count: number): Promise<void> {
    this.#highest = count;
    await this.#send([{ tags: [EVERYTHING] }]);
  }

  #hear(text: string): void {
    const { generations } = this.parts;
    const message = readRaises(text);
    if (message === undefined) {
      generations.raise([EVERYTHING]);
      return;
    }
    const isNext = this.#seen === undefined || message.number === this.#seen + 1;
    if (!isNext) generations.raise([EVERYTHING]);
    if (this.#seen !== undefined) this.#seen = message.number;
    this.#highest = Math.max(this.#highest, message.number);
    for (const { tags, quarantine } of message.raises) {
      generations.raise(tags);
      if (quarantine !== undefined) generations.quarantine(tags, quarantine);
    }
  }

  /** What cannot be sent is kept until it can. */
  async #send(raises: readonly Raise[]): Promise<void> {
    if (raises.length === 0) return;
    try {
      await this.#redis.eval(
        PUBLISH,
        3,
        this.#counter,
        this.#quarantined,
        this.#epochs,
        this.#channel,
        writeRaises(raises),
        ...new Set(raises.flatMap(({ tags }) => tags.map(epochOf))),
      );
    } catch {
      for (const raise of raises) this.#unsent.add(raise);
    }
  }

  /** Its outcome, or undefined when patience ends. */
  async #within<Outcome>(work: Promise<Outcome>, patience = PATIENCE): Promise<Outcome | undefined> {
    const late = Promise.withResolvers<undefined>();
    // After a standstill of this process the answer may lie there unread: what has come is heard first.
    const giveUp = (): unknown => setImmediate(() => late.resolve(undefined));
    const cancel = this.parts.clock.after(patience, giveUp);
    try {
      return await Promise.race([work, late.promise]);
    } finally {
      cancel();
    }
  }

  #beat(): void {
    void this.#ask();
    // What Redis refused, as it does when its memory is full, rather than what the connection lost.
    if (this.#subscribed) void this.#send(this.#unsent.take());
    this.#tell();
    this.#stopHeartbeat = this.parts.clock.after(HEARTBEAT, () => this.#beat());
  }

  #tell(): void {
    const isLinked = this.isLinked();
    const isStarting = this.parts.clock.now() - this.#startedAt <= LINK_BOUND;
    if (isStarting || isLinked === this.#toldLinked) return;
    this.#toldLinked = isLinked;
    this.parts.warn(
      isLinked
        ? 'The link to other instances is back.'
        : `Redis cannot be reached (${this.#fault}): nothing is answered from memory until it is back.`,
    );
  }
}

/** Fails at once what cannot be sent now, gives up a connection that does not answer, and tries again for ever. */
function connect(url: string): Redis {
  return new Redis(url, {
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: LINK_BOUND,
    socketTimeout: LINK_BOUND,
    retryStrategy: (attempt) => Math.min(50 * attempt, LONGEST_PAUSE),
  });
}
