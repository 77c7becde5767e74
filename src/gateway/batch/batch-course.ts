/** What became of the requests of a batch so far: whether others may build on them, and which entities they stand for. */
import { RequestError } from '../../errors';
import type { BatchRequest, BatchTarget } from '../../odata/batch/batch';
import { shownId } from '../../odata/batch/batch-tally';
import type { Answer } from '../incoming';

interface Outcome {
  readonly succeeded: boolean;
  /** Below the service root, without query: what `$id` means. */
  readonly entity: string | undefined;
}

export class BatchCourse {
  private readonly outcomes = new Map<string, Outcome>();
  private readonly root: string;

  /** @param root the published service root: the links of answers begin with it */
  constructor(root: string) {
    this.root = root;
  }

  /** @param target what the request was sent to; undefined if it was not carried out */
  settle({ id, method }: BatchRequest, target: string | undefined, answer: Answer): void {
    if (id === undefined) return;
    const succeeded = isSuccess(answer);
    const addressed = method === 'POST' ? undefined : target?.replace(/\?.*$/s, '');
    this.outcomes.set(id, { succeeded, entity: this.linkOf(answer) ?? addressed });
  }

  settleGroup(group: string | undefined, succeeded: boolean): void {
    if (group !== undefined) this.outcomes.set(group, { succeeded, entity: undefined });
  }

  /** @throws {RequestError} DependencyFailed; only successes (2xx) can be built on (JSON Format 4.01, 19.1) */
  requireAll(dependsOn: readonly string[], place: string): void {
    for (const name of dependsOn) {
      if (this.outcomes.get(name)?.succeeded !== true)
        throw dependencyFailed(place, `'${shownId(name)}' did not succeed`);
    }
  }

  /** @throws {RequestError} if the request is refused, or refers to an entity that is not there */
  addressOf(target: BatchTarget, place: string): string {
    switch (target.kind) {
      case 'address':
        return target.target;
      case 'reference':
        return this.entityOf(target.id, place) + target.rest;
      case 'refused':
        throw target.error;
    }
  }

  private entityOf(id: string, place: string): string {
    const entity = this.outcomes.get(id)?.entity;
    if (entity !== undefined) return entity;
    throw dependencyFailed(place, `'${shownId(id)}' stands for no entity`);
  }

  /** The address of what was created (Protocol 4.01, 11.7.4). */
  private linkOf({ headers }: Answer): string | undefined {
    const link = headerOf(headers, 'location') ?? headerOf(headers, 'odata-entityid');
    return link?.startsWith(this.root) === true ? link.slice(this.root.length) : undefined;
  }
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function dependencyFailed(place: string, reason: string): RequestError {
  return new RequestError('DependencyFailed', `${place}: it was not carried out, because ${reason}.`, {
    target: place,
  });
}

function headerOf(headers: Answer['headers'], lowerCaseName: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
}
