/** Hands a request to the pipeline that it is for: it reads, it changes, or it is a batch of both. */
import type { CallContext } from '../provider-sdk/index';
import { answerBatch } from './answer-batch';
import type { Answer, Incoming } from './incoming';
import type { OpenService } from './open-service';
import { answerRead } from './read';
import { answerOnce } from './answer-once';
import { answerWrite } from './write';

export type RequestKind = 'read' | 'query' | 'write' | 'batch';

/** By method and address alone, so that the server knows what to do with a body. Methods that nothing takes are read's to refuse. */
export function kindOf({ method, target }: Pick<Incoming, 'method' | 'target'>): RequestKind {
  const [path = ''] = target.split('?', 1);
  switch (method) {
    case 'POST':
      if (/(?:^|\/)(?:\$|%24)query\/?$/i.test(path)) return 'query';
      return /^(?:\$|%24)batch\/?$/i.test(path) ? 'batch' : 'write';
    case 'PATCH':
    case 'PUT':
    case 'DELETE':
      return 'write';
    default:
      return 'read';
  }
}

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
