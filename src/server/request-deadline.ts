/** The time that one request has: its end is the same for every stage and every call, and nothing outlives it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CallContext, DeadlineExceeded } from '../provider-sdk/index';

export interface RequestDeadline {
  readonly context: CallContext;
  /** The same outcome, or DeadlineExceeded when the time is up: a provider that ignores its signal cannot hold a caller. */
  race<Outcome>(work: Promise<Outcome>): Promise<Outcome>;
  stop(): void;
}

export function startDeadline(
  timeout: number,
  request: IncomingMessage,
  response: ServerResponse,
): RequestDeadline {
  const controller = new AbortController();
  const passed = Promise.withResolvers<never>();
  // Nobody may be waiting when it is rejected: the request may have been answered in the same moment.
  passed.promise.catch(() => undefined);
  const timer = setTimeout(() => {
    const error = new DeadlineExceeded(`The request had ${timeout} ms.`);
    controller.abort(error);
    passed.reject(error);
  }, timeout);
  const abandon = (): void => {
    if (!response.writableEnded) controller.abort(new DeadlineExceeded('The caller went away.'));
  };
  request.socket.once('close', abandon);
  return {
    context: { signal: controller.signal, deadline: Date.now() + timeout },
    race: (work) => Promise.race([work, passed.promise]),
    stop() {
      clearTimeout(timer);
      request.socket.off('close', abandon);
    },
  };
}
