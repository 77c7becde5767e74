/** Asks for several reads in one `$batch`, and hands out what it answered as if each had been asked alone. */
import { type CallContext, type HttpAnswer, isRecord, UpstreamContract } from '../../src/provider-sdk/index';
import { readBatchAnswer } from './batch-answer';
import { readsRequest } from './batch-request';
import { type DataService, isSuccess, readHeaders } from './data-service';
import type { Experience } from './experience';

type Reads = Pick<DataService, 'get' | 'origin'>;

/**
 * A service that knows the answers to these paths already. What the batch has not answered with success, a part of it
 * or all, is read alone when it is wanted: so no failure of a part is taken for an empty answer, and each is met as the
 * same failure of a single read is.
 */
export async function readByBatch(
  paths: readonly string[],
  pageSize: number,
  { service, experience }: { readonly service: DataService; readonly experience: Experience },
  context: CallContext,
): Promise<Reads> {
  const answers = await answersTo(paths, pageSize, service, experience, context);
  return {
    origin: service.origin,
    async get(path, options, inside) {
      const known = answers.get(path);
      answers.delete(path);
      return known ?? service.get(path, options, inside);
    },
  };
}

async function answersTo(
  paths: readonly string[],
  pageSize: number,
  service: DataService,
  experience: Experience,
  context: CallContext,
): Promise<Map<string, HttpAnswer>> {
  if (experience.refusesBatches) return new Map();
  const request = readsRequest(paths, readHeaders(pageSize), service.origin);
  const answer = await service.ask(request, '$batch', context).catch(asUnusable);
  if (answer === undefined) return new Map();
  // Not allowed here, or not known: it will be no better in a minute.
  if (!isSuccess(answer)) experience.rememberBatchRefusal();
  const parts = (isSuccess(answer) ? readBatchAnswer(answer) : undefined) ?? [];
  // In the order of the requests (OData 4.0 Protocol, 11.7.4). A batch that stopped early has fewer.
  return new Map(
    parts.flatMap((part, index) => {
      const path = paths[index];
      return path !== undefined && isSuccess(part) && isRecord(part.body) ? [[path, part] as const] : [];
    }),
  );
}

/** An answer that is no batch: each read may still be answered alone. What else is wrong is wrong with all of them. */
function asUnusable(error: unknown): undefined {
  if (error instanceof UpstreamContract) return undefined;
  throw error;
}
