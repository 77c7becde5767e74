/** Watches each request of the data port that is not answered from memory at once: takes notes, counts it, keeps its record. */
import type { FastifyReply } from 'fastify';
import type { QueryRecord } from '../record/query-record';
import { cacheNoteOf, RequestNotes } from '../record/request-notes';
import { capturePayload } from './capture-payload';
import type { Gateway } from './gateway';
import { isODataUrl, type ODataRequest, splitServicePath } from './odata-request';

export class RequestWatch {
  constructor(private readonly gateway: Gateway) {}

  /** Undefined for what is for no service, such as a check of health. */
  arrived({ method, headers, originalUrl }: ODataRequest, correlationId: string): RequestNotes | undefined {
    return isODataUrl(originalUrl) ? new RequestNotes({ method, correlationId, headers }) : undefined;
  }

  /** The answer has been handed over. */
  ended(request: ODataRequest, reply: FastifyReply): void {
    const { odata, originalUrl } = request;
    if (odata?.notes === undefined) return;
    const { notes } = odata;
    const { services, records, captures } = this.gateway;
    const status = reply.statusCode;
    const cacheStatus = cacheStatusOf(reply);
    const isHit = cacheStatus !== undefined && cacheNoteOf(cacheStatus).isHit;
    notes.ended('send');
    // By the address: also who has no valid key asks something of a service.
    const served = services.get(splitServicePath(originalUrl).service);
    served?.activity.ended({ ...notes.figures(), status, isHit }, performance.now());
    if (records === undefined) return;
    const record = notes.finish({ status, cacheStatus });
    records.keep(record);
    if (captures.isOn) this.#capture(request, record);
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
