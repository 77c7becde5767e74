/** Notes when a request begins to be sent: a change that fails before that has certainly changed nothing. */
import type { Dispatcher } from 'undici';
import type { HttpRequest } from '../provider-sdk/index';
import type { Attempt } from './outgoing-answer';

/** Whether the request promises to change nothing, so that it may be repeated and given up at will. */
export function isRead({ method, changesNothing }: HttpRequest): boolean {
  return changesNothing === true || method === undefined || method === 'GET' || method === 'HEAD';
}

/**
 * Sets `attempt.sent` when undici takes the request out of its queue and hands it to a connected socket: it calls
 * `onRequestStart` and writes in the same turn (undici 8, `writeH1`), unless the signal has fired meanwhile, and then
 * the call has failed already. What became of the bytes nobody knows: a socket that is kept alive may have been closed
 * by the source a moment ago.
 */
export function noteSending(attempt: Attempt): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context) => {
        attempt.sent = true;
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...event) => handler.onRequestUpgrade?.(...event),
      onResponseStart: (...event) => handler.onResponseStart?.(...event),
      onResponseData: (...event) => handler.onResponseData?.(...event),
      onResponseEnd: (...event) => handler.onResponseEnd?.(...event),
      onResponseError: (...event) => handler.onResponseError?.(...event),
    });
}
