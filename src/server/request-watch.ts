/** Watches each request of the data port that is not answered from memory at once: takes notes, counts it, keeps its record. */
import type { FastifyReply } from 'fastify';
import type { ServiceActivity } from '../activity/service-activity';
import type { QueryRecord } from '../record/query-record';
import { cacheNoteOf, RequestNotes } from '../record/request-notes';
import { capturePayload } from './capture-payload';
import type { Gateway } from './gateway';
import { isODataUrl, type ODataRequest, splitServicePath } from './odata-request';

export class RequestWatch {
  constructor(private readonly gateway: Gateway) {}

  /** Undefined for what is for no service, such as a check of health. */
  arrived(request: ODataRequest, reply: FastifyReply, correlationId: string): RequestNotes | undefined {
    const { method, headers, originalUrl } = request;
    if (!isODataUrl(originalUrl)) return undefined;
    const { running } = this.gateway;
    const notes = new RequestNotes({ method, correlationId, headers });
    running.began(notes);
    reply.raw.once('close', () => {
      running.ended(notes);
      // Fastify tells of answers only, and of a caller who left there is none.
      if (!reply.raw.writableFinished) this.#activityOf(originalUrl)?.abandoned(performance.now());
    });
    return notes;
  }

  /** The answer has been handed over. */
  ended(request: ODataRequest, reply: FastifyReply): void {
    const { odata, originalUrl } = request;
    if (odata?.notes === undefined) return;
    const { notes } = odata;
    const { records, captures, live } = this.gateway;
    const status = reply.statusCode;
    const cacheStatus = cacheStatusOf(reply);
    const isHit = cacheStatus !== undefined && cacheNoteOf(cacheStatus).isHit;
    notes.ended('send');
    this.#activityOf(originalUrl)?.ended({ ...notes.figures(), status, isHit }, performance.now());
    if (records === undefined && !live.isWatched) return;
    const record = notes.finish({ status, cacheStatus });
    if (records === undefined) live.ended(record);
    else records.keep(record);
    if (captures.isOn) this.#capture(request, record);
  }

  /** By the address: also who has no valid key asks something of a service. */
  #activityOf(url: string): ServiceActivity | undefined {
    return this.gateway.services.get(splitServicePath(url).service)?.activity;
  }

  #capture({ method, originalUrl: url, headers, body, odata }: ODataRequest, record: QueryRecord): void {
    const served = odata?.served;
    if (served === undefined) return;
    this.gateway.captures.offer(record, () => capturePayload({ method, url, headers, body }, served));
  }
}

function cacheStatusOf(reply: FastifyReply): string | undefined {
  const header = reply.getHeader('cache-status');
  return typeof header === 'string' ? header : undefined;
}
