/** Reads the id by which a caller may repeat a change: Repeatable Requests 1.0, and `Idempotency-Key` as another name for it. */
import { RequestError } from '../errors';
import type { IncomingHeaders } from './incoming';

/** How old, or how far ahead of our clock, a request may be when it comes (Repeatable Requests 1.0; W9). */
const WINDOW = 300_000;

const idForm = /^[\x21-\x7e]{1,128}$/;
/** An HTTP date, the form that is sent today (RFC 9110, 5.6.7). */
const dateForm = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * @returns undefined for a request that carries no id
 * @throws {RequestError} InvalidHeader; RequestExpired outside of the window
 */
export function repeatableId(headers: IncomingHeaders, now: number): string | undefined {
  const id = headers['repeatability-request-id'];
  const firstSent = headers['repeatability-first-sent'];
  const key = headers['idempotency-key'];
  if (id === undefined && firstSent === undefined) {
    return key === undefined ? undefined : checkId('Idempotency-Key', key);
  }
  if (key !== undefined) throw invalid('Idempotency-Key', 'stands beside Repeatability-Request-ID; send one');
  if (id === undefined)
    throw invalid('Repeatability-Request-ID', 'is missing beside Repeatability-First-Sent');
  if (firstSent === undefined) throw invalid('Repeatability-First-Sent', 'is missing');
  checkId('Repeatability-Request-ID', id);
  const sent = dateForm.test(firstSent) ? Date.parse(firstSent) : Number.NaN;
  if (Number.isNaN(sent)) throw invalid('Repeatability-First-Sent', 'is no HTTP date');
  if (Math.abs(now - sent) <= WINDOW) return id;
  throw new RequestError(
    'RequestExpired',
    `Repeatability-First-Sent is more than ${WINDOW / 60_000} minutes away from the time of this service.`,
    { target: 'Repeatability-First-Sent' },
  );
}

/** The quotes of a structured field (Idempotency-Key draft 07, 2.1) are part of the text: the same text is the same id. */
function checkId(header: string, id: string): string {
  if (idForm.test(id)) return id;
  throw invalid(header, 'must be 1 to 128 visible characters');
}

function invalid(header: string, fault: string): RequestError {
  return new RequestError('InvalidHeader', `The header ${header} ${fault}.`, { target: header });
}
