/**
 * Plays readers and writers against a cached service, in an order that fast-check chooses, and tells which of its answers
 * are older than what their caller could know.
 */
import type fc from 'fast-check';
import type { CachePolicy } from '../../../src/cache/cache-policy';
import { RequestError } from '../../../src/errors';
import type { OpenService } from '../../../src/gateway/open-service';
import { createSharedCache, type SharedCache } from '../../../src/gateway/shared-cache';
import type { EntitySetDefinition } from '../../../src/model/definition';
import { DeadlineExceeded } from '../../../src/provider-sdk/index';
import { bodyText, SOURCE } from '../open-test-service';
import { playOut } from '../play-out';
import { ask, openCachedService, verdictOf } from './open-cached-service';
import type { Change, Operation, ReadTarget } from './operations';
import type { Known } from './row-history';
import { type Errand, type Fate, errands, rowNames, RowSource } from './row-source';
import { ScheduledClock } from './scheduled-clock';

/** What may be put in the place of the real joint, to see that its absence is noticed. */
export interface Joint {
  readonly cache?: (cache: SharedCache, clock: ScheduledClock) => SharedCache;
  readonly service?: (service: OpenService) => OpenService;
}

const policy: CachePolicy = { ttl: 50, staleWhileRevalidate: 40, staleIfError: 200, negativeTtl: 30 };
/** A few entries in each tier, so that there are evictions. */
const MEMORY_BYTES = 20_000;
const MOST_LOOKED_AT_AGAIN = 4;

/** What happened in one interleaving. */
export interface Played {
  readonly stale: readonly string[];
  readonly verdicts: readonly string[];
}

export async function play(
  scheduler: fc.Scheduler,
  operations: readonly Operation[],
  joint: Joint = {},
): Promise<Played> {
  const game = new Game(scheduler, joint);
  const all = operations.map(async (operation) => {
    await scheduler.schedule(Promise.resolve(), operation.kind);
    await game.perform(operation);
  });
  await playOut(
    scheduler,
    Promise.all(all).then(() => game.lookAgain(operations)),
  );
  return game;
}

const entitySets: readonly EntitySetDefinition[] = ['Rows', 'Held'].map((name) => ({
  name,
  typeName: name.slice(0, -1),
  connection: SOURCE,
  entity: 'Rows',
  key: { name: 'Guid', from: ['Id'] },
  write: ['insert', 'update', 'delete'],
}));

class Game implements Played {
  readonly stale: string[] = [];
  readonly verdicts: string[] = [];
  readonly #clock: ScheduledClock;
  readonly #source: RowSource;
  readonly #service: OpenService;
  /** What writers have heard of. */
  readonly #known = new Map<string, number>();
  #marks = 0;

  constructor(
    private readonly scheduler: fc.Scheduler,
    joint: Joint,
  ) {
    this.#clock = new ScheduledClock(scheduler);
    this.#source = new RowSource(scheduler);
    const cache = createSharedCache({ clock: this.#clock, maxBytes: MEMORY_BYTES });
    const service = openCachedService({
      connection: this.#source,
      entitySets,
      policies: { Rows: policy, Held: policy },
      wholeSets: { Held: 10 },
      cache: joint.cache?.(cache, this.#clock) ?? cache,
    });
    this.#service = joint.service?.(service) ?? service;
  }

  perform(operation: Operation): Promise<void> {
    switch (operation.kind) {
      case 'read':
        return errands.run({ fate: 'done', readFails: operation.readFails, made: [] }, () =>
          this.#read(operation.target, new Map(this.#known), operation.aborts),
        );
      case 'write':
        return this.#write(operation);
      case 'batch':
        return operation.together ? this.#changeTogether(operation) : this.#changeAndRead(operation);
      case 'wait':
        this.#clock.advance(operation.milliseconds);
        return Promise.resolve();
    }
  }

  /** When all is over nothing old may have been kept of what was asked for, whoever has heard of what. */
  async lookAgain(operations: readonly Operation[]): Promise<void> {
    this.#source.deliverAll();
    const targets = operations.flatMap((operation) => (operation.kind === 'read' ? [operation.target] : []));
    for (const target of targets.slice(0, MOST_LOOKED_AT_AGAIN))
      await this.#read(target, this.#source.history.all(), false);
  }

  async #read(target: ReadTarget, known: Known, aborts: boolean): Promise<void> {
    const controller = new AbortController();
    if (aborts) {
      const leave = (): void => controller.abort(new DeadlineExceeded('the caller left'));
      void this.scheduler.schedule(Promise.resolve(), 'caller leaves').then(leave);
    }
    const text = await this.#textOf(target);
    try {
      const context = { signal: controller.signal, deadline: Date.now() + 60_000 };
      const answer = await ask(this.#service, { target: text }, context);
      this.verdicts.push(verdictOf(answer));
      this.#check(target, JSON.parse(bodyText(answer)), known, text);
    } catch (error) {
      // Without an answer there is no stale one.
      if (!(error instanceof RequestError)) return;
      if (error.code === 'NotFound') this.#check(target, undefined, known, text);
    }
  }

  #check({ of }: ReadTarget, body: unknown, known: Known, text: string): void {
    const { history } = this.#source;
    const told = (fault: string): void => void this.stale.push(`${text}: ${fault}`);
    if (of.kind === 'count') {
      const { fewest, most } = history.counts(rowNames, known);
      if (!(Number(body) >= fewest && Number(body) <= most)) told(`${Number(body)} rows`);
      return;
    }
    const versions = versionsIn(of.kind === 'row' && body !== undefined ? { value: [body] } : body, of);
    const asked = of.kind === 'row' ? [of.row] : of.kind === 'rows' ? of.rows : rowNames;
    for (const row of asked) {
      const seen = versions.get(row);
      if (!history.mayBe(row, seen, known))
        told(`${row} is ${seen ?? 'not there'}, and ${known.get(row) ?? 0} was known`);
    }
  }

  async #write({
    change: made,
    fate: chosen,
    readFails,
  }: Extract<Operation, { kind: 'write' }>): Promise<void> {
    await this.#onErrand(chosen, readFails, async () => {
      const { method, target, body } = await this.#requestOf(made);
      const headers = { 'content-type': 'application/json' };
      await ask(this.#service, {
        method,
        target,
        headers,
        body: body === undefined ? '' : JSON.stringify(body),
      });
    });
  }

  async #changeTogether({ row, fate: chosen }: Extract<Operation, { kind: 'batch' }>): Promise<void> {
    const other = rowNames.find((name) => name !== row) ?? 'a';
    await this.#onErrand(chosen, false, async () => {
      const patches = [
        await this.#requestOf({ kind: 'patch', row }),
        await this.#requestOf({ kind: 'patch', row: other }),
      ];
      await this.#batch(
        patches.map((request, index) => ({ id: String(index), atomicityGroup: 'g', ...part(request) })),
      );
    });
  }

  /** What the batch itself has changed is known to what comes behind it. */
  async #changeAndRead({ row, fate: chosen }: Extract<Operation, { kind: 'batch' }>): Promise<void> {
    const known = new Map(this.#known);
    await this.#onErrand(chosen, false, async (made) => {
      const target: ReadTarget = { set: 'Rows', of: { kind: 'row', row, options: '' } };
      const { responses } = await this.#batch([
        { id: '1', ...part(await this.#requestOf({ kind: 'patch', row })) },
        { id: '2', method: 'get', url: await this.#textOf(target) },
      ]);
      learn(known, made);
      const [, read] = responses;
      if (read?.status === 200 || read?.status === 404)
        this.#check(target, read.status === 200 ? read.body : undefined, known, 'in a batch');
    });
  }

  async #batch(requests: readonly object[]): Promise<BatchAnswer> {
    const answer = await ask(this.#service, {
      method: 'POST',
      target: '$batch',
      headers: { 'content-type': 'application/json', prefer: 'continue-on-error' },
      body: JSON.stringify({ requests }),
    });
    return JSON.parse(bodyText(answer)) as BatchAnswer;
  }

  /** However it ends, whoever sent it knows from then on what it has done until then. */
  async #onErrand(
    chosen: Fate,
    readFails: boolean,
    work: (made: Errand['made']) => Promise<void>,
  ): Promise<void> {
    const errand: Errand = { fate: chosen, readFails, made: [] };
    await errands
      .run(errand, () => work(errand.made))
      .catch((error: unknown) => {
        if (!(error instanceof RequestError)) throw error;
      });
    learn(this.#known, errand.made);
  }

  async #requestOf(made: Change): Promise<ChangeRequest> {
    const Mark = `mark ${++this.#marks}`;
    switch (made.kind) {
      case 'insert':
        return {
          method: 'POST',
          target: 'Rows',
          body: made.row === undefined ? { Mark } : { Id: made.row, Mark },
        };
      case 'patch':
        return { method: 'PATCH', target: `Rows(${await this.#guidOf(made.row)})`, body: { Mark } };
      case 'delete':
        return { method: 'DELETE', target: `Rows(${await this.#guidOf(made.row)})` };
    }
  }

  async #textOf({ set, of }: ReadTarget): Promise<string> {
    switch (of.kind) {
      case 'row':
        return `${set}(${await this.#guidOf(of.row)})${of.options}`;
      case 'rows': {
        const guids = await Promise.all(of.rows.map((row) => this.#guidOf(row)));
        return `${set}?$filter=${guids.map((guid) => `Guid eq ${guid}`).join(' or ')}`;
      }
      case 'list':
        return `${set}${of.options}`;
      case 'count':
        return `${set}/$count`;
    }
  }

  async #guidOf(row: string): Promise<string> {
    const set = (await this.#service.model()).entitySets.get('Rows');
    return set?.key.codec.encode([row]).guid ?? '';
  }
}

interface ChangeRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly target: string;
  readonly body?: object;
}

interface BatchAnswer {
  readonly responses: readonly { readonly status: number; readonly body?: unknown }[];
}

function part({ method, target, body }: ChangeRequest): object {
  const headers = { 'content-type': 'application/json' };
  return { method: method.toLowerCase(), url: target, ...(body === undefined ? {} : { headers, body }) };
}

function learn(known: Map<string, number>, made: Errand['made']): void {
  for (const { row, version } of made) known.set(row, Math.max(known.get(row) ?? 0, version));
}

/** By row. A row that was asked for by its key need not tell its name. */
function versionsIn(body: unknown, of: ReadTarget['of']): Known {
  const { value = [] } = (body ?? {}) as { readonly value?: readonly Shown[] };
  return new Map(value.map(({ Id, Version }) => [Id ?? (of.kind === 'row' ? of.row : ''), Version]));
}

interface Shown {
  readonly Id?: string;
  readonly Version: number;
}
