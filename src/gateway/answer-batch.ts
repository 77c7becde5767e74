/** Answers `POST $batch`: reads the batch, sends each of its requests through the pipelines, and puts the answers together. */
import { randomBytes } from 'node:crypto';
import { RequestError } from '../errors';
import { chooseAnswerFormat } from '../odata/batch/batch-type';
import { continuesOnError } from '../odata/batch/continue-on-error';
import { parseBatch } from '../odata/batch/parse-batch';
import { errorBody } from '../odata/error-body';
import { checkVersionHeaders } from '../odata/version-headers';
import type { CallContext } from '../provider-sdk/index';
import { answerOnce, refuseRepeatability } from './answer-once';
import { AnswerAllowance } from './batch/answer-allowance';
import { carryOut } from './batch/carry-out';
import { PartNotes } from './batch/part-notes';
import { serialiseBatch } from './batch/serialise-batch';
import { untilAborted } from './outgoing-deadline';
import { maskQuoted } from '../record/mask-literals';
import type { Answer, Incoming } from './incoming';
import { kindOf } from './request-kind';
import type { OpenService } from './open-service';
import { answerRead } from './read';
import { asRequestError } from './upstream-error';
import { answerWrite } from './write';
import { answerWritesTogether } from './write-together';

/** @throws {RequestError} for a batch that is malformed or too large; nothing of it has been carried out then */
export async function answerBatch(
  incoming: Incoming,
  service: OpenService,
  context: CallContext,
): Promise<Answer> {
  const { headers, body = '', target, correlationId = '' } = incoming;
  checkVersionHeaders(headers['odata-version'], headers['odata-maxversion']);
  requireNoOptions(incoming.withoutKeys?.(target) ?? target);
  refuseRepeatability(headers);
  const batch = parseBatch(body, headers['content-type'], {
    roots: rootsOf(service, headers.host),
    longestUrl: service.longestUrl,
    strip: incoming.withoutKeys ?? ((url) => url),
  });
  const format = chooseAnswerFormat(headers.accept, batch.format);
  incoming.notes?.understood('batch');
  const parts = new PartNotes(incoming.notes);
  const asked = { correlationId, ...(incoming.caller === undefined ? {} : { caller: incoming.caller }) };
  const allowance = new AnswerAllowance();
  const answered = await carryOut(batch, {
    answerOne: (inner) => {
      const request = parts.noted({ ...inner, ...asked });
      return answerAlone(request, service, parts.observed(context, [request]), allowance);
    },
    answerTogether: (requests) => {
      const together = requests.map((request) => parts.noted({ ...request, ...asked }));
      return answerWritesTogether(together, service, parts.observed(context, together));
    },
    answered: parts.ended,
    answerError: (error) => answerError(error, incoming, service),
    continueOnError: continuesOnError(headers.prefer, batch.format),
    root: service.root,
    signal: context.signal,
  });
  const answer = serialiseBatch(answered, { asked: batch.format, format, newToken });
  return { ...answer, headers: { ...answer.headers, ...appliedPreference(headers.prefer) } };
}

/** Either form of the name; that it was heeded must be said (Protocol 4.01, 8.2.8.3). */
function appliedPreference(prefer: string | undefined): Readonly<Record<string, string>> {
  const wish = /(?:^|[\s,;])((?:odata\.)?continue-on-error(?:=(?:true|false))?)(?=$|[\s,;])/i.exec(
    prefer ?? '',
  )?.[1];
  return wish === undefined ? {} : { 'Preference-Applied': wish };
}

function newToken(): string {
  return randomBytes(12).toString('hex');
}

/** A batch is asked nothing by its own URL (Protocol 4.01, 11.7). */
function requireNoOptions(target: string): void {
  const option = target
    .split('?')
    .slice(1)
    .join('?')
    .split('&')
    .find((text) => /^(?:\$|%24)/.test(text));
  if (option === undefined) return;
  throw new RequestError('InvalidQueryOption', '$batch takes no system query options.', { target: '$batch' });
}

/** The published root, and the one that the caller sees: nothing but to find what the URL of a part asks for depends on it. */
function rootsOf({ root }: OpenService, host: string | undefined): readonly string[] {
  if (host === undefined) return [root];
  const path = new URL(root).pathname;
  return [root, `http://${host}${path}`, `https://${host}${path}`];
}

/** The batch itself is not within a batch: the parser has refused that. */
function answerAlone(
  inner: Incoming,
  service: OpenService,
  context: CallContext,
  allowance: AnswerAllowance,
): Promise<Answer> {
  switch (kindOf(inner)) {
    case 'read':
    case 'query':
      return allowance.spend(() =>
        untilAborted(answerRead(inner, service, { ...context, signal: inner.signal }), inner.signal),
      );
    case 'write':
    case 'batch':
      return answerOnce(inner, service, () => answerWrite(inner, service, context));
  }
}

function answerError(
  thrown: unknown,
  { correlationId = '', notes }: Incoming,
  { log }: Pick<OpenService, 'log'>,
): Answer {
  const error = asRequestError(thrown);
  if (error.status >= 500 && error.code !== 'NotImplemented') {
    const cause = notes?.sentence(causeOf(error)) ?? maskQuoted(causeOf(error));
    log('warn', `a request of the batch ${correlationId} failed: ${error.code} (${cause})`);
  }
  return {
    status: error.status,
    headers: {
      'Content-Type': 'application/json;odata.metadata=minimal',
      'Content-Language': 'en',
      ...(error.retryAfter === undefined ? {} : { 'Retry-After': String(error.retryAfter) }),
      ...(error.allow === undefined ? {} : { Allow: error.allow.join(', ') }),
      ...(error.cacheStatus === undefined ? {} : { 'Cache-Status': error.cacheStatus }),
    },
    body: errorBody(error, correlationId),
  };
}

/** The caller of the batch is not told of it. */
function causeOf({ cause, message }: RequestError): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : message;
}
