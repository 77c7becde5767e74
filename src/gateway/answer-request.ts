/** Hands a request to the pipeline that it is for: it reads, it changes, or it is a batch of both. */
import type { CallContext } from '../provider-sdk/index';
import { answerBatch } from './answer-batch';
import type { Answer, Incoming } from './incoming';
import type { OpenService } from './open-service';
import { answerRead } from './read';
import { answerOnce } from './answer-once';
import { kindOf } from './request-kind';
import { answerWrite } from './write';

/** @throws {RequestError | ProviderError} whatever keeps the request from a good answer */
export function answerRequest(
  incoming: Incoming,
  service: OpenService,
  context: CallContext,
): Promise<Answer> {
  switch (kindOf(incoming)) {
    case 'read':
    case 'query':
      return answerRead(incoming, service, context);
    case 'write':
      return answerOnce(incoming, service, () => answerWrite(incoming, service, context));
    case 'batch':
      return answerBatch(incoming, service, context);
  }
}
