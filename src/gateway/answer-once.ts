/** Carries a change out once, however often its caller repeats it (reliability W9, W10). */
import { RequestError } from '../errors';
import type { Answer, Incoming, IncomingHeaders } from './incoming';
import type { OpenService } from './open-service';
import { repeatableId } from './repeatability';
import { digestOf, type KeptAnswer, type RequestIdentity, type RequestLedger } from './request-ledger';
import { WriteRecorder } from './write-recorder';

/**
 * @throws {RequestError} what the change itself throws; RequestIdReused, StillRunning, RequestExpired; UpstreamUnavailable
 *   while the ledger cannot be reached: without it nobody could promise that the change is made once
 */
export async function answerOnce(
  incoming: Incoming,
  service: Service,
  carryOut: () => Promise<Answer>,
): Promise<Answer> {
  const admitted = await admit(incoming, service);
  switch (admitted.kind) {
    case 'plain':
      return carryOut();
    case 'begun':
      return accepted(await settle(admitted.request, service.ledger, carryOut));
    case 'ended':
      return accepted(replay(admitted.answer));
  }
}

/** @throws {RequestError} NotImplemented: where a change has to be carried out each time that it comes, an id promises too much */
export function refuseRepeatability(headers: IncomingHeaders): void {
  if (repeatableId(headers, Date.now()) === undefined) return;
  throw new RequestError(
    'NotImplemented',
    'a batch or change set is not kept for repetition; give an id to each request that stands alone.',
    { target: headers['idempotency-key'] === undefined ? 'Repeatability-Request-ID' : 'Idempotency-Key' },
  );
}

type Service = Pick<OpenService, 'definition' | 'ledger' | 'timeout' | 'record'>;

type Admitted =
  | { readonly kind: 'plain' }
  | { readonly kind: 'begun'; readonly request: RequestIdentity }
  | { readonly kind: 'ended'; readonly answer: KeptAnswer };

/** What is refused here leaves a record like any other change; what is only answered again has left it. */
async function admit(incoming: Incoming, service: Service): Promise<Admitted> {
  try {
    return await lookUp(incoming, service);
  } catch (error) {
    new WriteRecorder(incoming, service.definition.name, service.record).failed(error);
    throw error;
  }
}

async function lookUp(incoming: Incoming, service: Service): Promise<Admitted> {
  const now = Date.now();
  const id = repeatableId(incoming.headers, now);
  if (id === undefined) return { kind: 'plain' };
  const request = identify(incoming, service.definition.name, id);
  const entry = await reach(service.ledger.begin(request, now));
  switch (entry.kind) {
    case 'begun':
      return { kind: 'begun', request };
    case 'running':
      throw stillRunning(now - entry.since > 2 * service.timeout);
    case 'ended':
      return entry;
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
    await kept(ledger.end(request, { kind: 'answer', ...answer }));
    return answer;
  } catch (error) {
    if (error instanceof RequestError) {
      await kept(error.status === 503 ? ledger.forget(request) : ledger.end(request, keptError(error)));
    }
    throw error;
  }
}

/** What cannot be kept now stays begun, and a repetition is told so: the change was made, and its answer must be given. */
async function kept(written: Promise<void>): Promise<void> {
  await written.catch(() => undefined);
}

function keptError({ code, message, target, details, allow }: RequestError): KeptAnswer {
  const where = target === undefined ? {} : { target };
  return { kind: 'error', code, message, details, ...where, ...(allow === undefined ? {} : { allow }) };
}

function replay(kept: KeptAnswer): Answer {
  if (kept.kind === 'answer') {
    const { kind: _, ...answer } = kept;
    return answer;
  }
  const { kind: _, code, message, ...options } = kept;
  throw new RequestError(code, message, options);
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

function reach<Result>(asked: Promise<Result>): Promise<Result> {
  return asked.catch((cause: unknown) => {
    throw new RequestError(
      'UpstreamUnavailable',
      'The ledger of repeatable requests cannot be reached; without an id the change can be made.',
      { cause, retryAfter: 5 },
    );
  });
}
