/** Carries a change out once, however often its caller repeats it (reliability W9, W10). */
import { RequestError } from '../errors';
import type { Answer, Incoming } from './incoming';
import type { OpenService } from './open-service';
import { repeatableId } from './repeatability';
import { digestOf, type KeptAnswer, type RequestIdentity, type RequestLedger } from './request-ledger';

/**
 * @throws {RequestError} what the change itself throws; RequestIdReused, StillRunning, RequestExpired; UpstreamUnavailable
 *   while the ledger cannot be reached: without it nobody could promise that the change is made once
 */
export async function answerOnce(
  incoming: Incoming,
  service: Pick<OpenService, 'definition' | 'ledger' | 'timeout'>,
  carryOut: () => Promise<Answer>,
): Promise<Answer> {
  const now = Date.now();
  const id = repeatableId(incoming.headers, now);
  if (id === undefined) return carryOut();
  const request = identify(incoming, service.definition.name, id);
  const entry = reach(() => service.ledger.begin(request, now));
  switch (entry.kind) {
    case 'begun':
      return accepted(await settle(request, service.ledger, carryOut));
    case 'running':
      throw stillRunning(now - entry.since > 2 * service.timeout);
    case 'ended':
      return accepted(replay(entry.answer));
    case 'otherRequest':
      throw new RequestError('RequestIdReused', 'this id came before, with another request.');
  }
}

function identify(
  { method, target, headers, body = '', caller = '' }: Incoming,
  service: string,
  id: string,
): RequestIdentity {
  const asked = [
    method,
    target,
    body,
    headers['content-type'],
    headers['if-match'],
    headers['if-none-match'],
    headers.prefer,
    headers.accept,
  ];
  return { service, caller, id, digest: digestOf(asked.map((text) => text ?? '')) };
}

/** Whatever came of the change is kept, but for one that was never sent: that may be tried again. */
async function settle(
  request: RequestIdentity,
  ledger: RequestLedger,
  carryOut: () => Promise<Answer>,
): Promise<Answer> {
  try {
    const answer = await carryOut();
    keep(() => ledger.end(request, { kind: 'answer', ...answer }));
    return answer;
  } catch (error) {
    keep(() => {
      if (error instanceof RequestError && error.status !== 503) ledger.end(request, keptError(error));
      else if (error instanceof RequestError) ledger.forget(request);
    });
    throw error;
  }
}

/** What cannot be kept now stays begun, and a repetition is told so: the change was made, and its answer must be given. */
function keep(write: () => void): void {
  try {
    write();
  } catch {
    return;
  }
}

function keptError({ code, message, target }: RequestError): KeptAnswer {
  return { kind: 'error', code, message, ...(target === undefined ? {} : { target }) };
}

function replay(kept: KeptAnswer): Answer {
  if (kept.kind === 'answer') {
    const { kind: _, ...answer } = kept;
    return answer;
  }
  const { code, message, target } = kept;
  throw new RequestError(code, message, target === undefined ? {} : { target });
}

function accepted(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'Repeatability-Result': 'accepted' } };
}

/** An instance that went down in the middle never told how it ended. */
function stillRunning(isLost: boolean): RequestError {
  return isLost
    ? new RequestError(
        'WriteOutcomeUnknown',
        'The request with this id was begun, and it is not known how it ended.',
      )
    : new RequestError('StillRunning', 'the request with this id is still being carried out.', {
        retryAfter: 1,
      });
}

function reach<Result>(ask: () => Result): Result {
  try {
    return ask();
  } catch (cause) {
    throw new RequestError(
      'UpstreamUnavailable',
      'The ledger of repeatable requests cannot be reached; without an id the change can be made.',
      { cause, retryAfter: 5 },
    );
  }
}
