/** Hands over the records of a request when it has ended: answered, or left by its caller. */
import type { FastifyReply } from 'fastify';
import { CALLER_LEFT, type QueryRecord } from '../record/query-record';
import type { RequestNotes } from '../record/request-notes';
import { capturePayload } from './capture-payload';
import type { Gateway } from './gateway';
import { type ODataRequest, splitServicePath } from './odata-request';
import { stripKeys } from './strip-keys';

/** Once, whoever notices first that it has ended. */
export function keepRecord(request: ODataRequest, reply: FastifyReply, gateway: Gateway): void {
  const { odata } = request;
  const { notes } = odata ?? {};
  if (odata === undefined || notes === undefined || odata.isRecorded === true) return;
  odata.isRecorded = true;
  if (odata.served === undefined) address(request, notes, gateway);
  notes.ended('send');
  const isAnswered = reply.raw.writableFinished;
  if (!isAnswered) notes.abandoned();
  const cacheStatus = reply.getHeader('cache-status');
  const records = notes.finishAll({
    status: isAnswered ? reply.statusCode : CALLER_LEFT,
    ...(typeof cacheStatus === 'string' ? { cacheStatus } : {}),
  });
  for (const record of records) gateway.records?.keep(record);
  const whole = records.at(-1);
  if (gateway.captures.isOn && whole !== undefined) capture(request, whole, gateway);
}

/** The caller is gone; a change that was sent is still waited for, since its record is to say what became of it. */
export function keepAbandoned(request: ODataRequest, reply: FastifyReply, gateway: Gateway): void {
  if (request.odata?.isInHand !== true) keepRecord(request, reply, gateway);
}

/** Of a request whose body was refused, or never came whole, the guard has not heard. */
function address({ originalUrl }: ODataRequest, notes: RequestNotes, { services }: Gateway): void {
  const { service: name, rest } = splitServicePath(originalUrl);
  const served = services.get(name);
  if (served !== undefined) notes.addressed(name, stripKeys(rest, served.lock.queryNames).target);
}

function capture(
  { method, originalUrl: url, headers, body, odata }: ODataRequest,
  record: QueryRecord,
  { captures }: Gateway,
): void {
  const served = odata?.served;
  if (served === undefined) return;
  captures.offer(record, () => capturePayload({ method, url, headers, body }, served));
}
