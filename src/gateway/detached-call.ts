/** Calls of sources that hang on no request: they have a time of their own, and go on when the caller leaves. */
import { type CallContext, DeadlineExceeded } from '../provider-sdk/index';

/** For whom a call is, and who is told of what it sends: nobody, if it is for no request. */
export type OnBehalf = Pick<CallContext, 'caller' | 'observe'>;

/** @param timeout milliseconds after which the work's signal says that it is over */
export async function detachedCall<Result>(
  timeout: number,
  { caller, observe }: OnBehalf,
  work: (context: CallContext) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  // Not AbortSignal.timeout: its reason would pass for a fault of the gateway.
  const expire = (): void => controller.abort(new DeadlineExceeded(`The source had ${timeout} ms.`));
  // A timer that is left behind costs its closure until the deadline, and then an error that nobody reads.
  const timer = setTimeout(expire, timeout).unref();
  try {
    return await work({
      signal: controller.signal,
      deadline: Date.now() + timeout,
      ...(caller === undefined ? {} : { caller }),
      ...(observe === undefined ? {} : { observe }),
    });
  } finally {
    clearTimeout(timer);
  }
}

/** With what is left of a request's time, on its behalf. */
export function afterRequest<Result>(
  context: CallContext,
  work: (context: CallContext) => Promise<Result>,
): Promise<Result> {
  return detachedCall(Math.max(0, context.deadline - Date.now()), context, work);
}
