/** Watches each request of the data port that is not answered from memory at once: takes notes, counts it, keeps its record. */
import type { FastifyReply } from 'fastify';
import { CALLER_LEFT, type QueryRecord } from '../record/query-record';
import type { ServiceActivity } from '../activity/service-activity';
import { cacheNoteOf, type Ending, RequestNotes } from '../record/request-notes';
import { capturePayload } from './capture-payload';
import type { Gateway } from './gateway';
import { isODataUrl, type ODataRequest, splitServicePath } from './odata-request';
import { stripKeys } from './strip-keys';

export class RequestWatch {
  constructor(private readonly gateway: Gateway) {}

  /** Undefined for what is for no service, such as a check of health. */
  arrived(request: ODataRequest, reply: FastifyReply, correlationId: string): RequestNotes | undefined {
    const { method, headers, originalUrl } = request;
    if (!isODataUrl(originalUrl)) return undefined;
    const { running } = this.gateway;
    const notes = new RequestNotes({ method, correlationId, headers, isHeard: () => this.#isHeard });
    running.began(notes);
    reply.raw.once('close', () => {
      running.ended(notes);
      // Fastify tells of answers only, and of a caller who left there is none.
      if (!reply.raw.writableFinished) this.#left(request, reply);
    });
    return notes;
  }

  /** Answered, or left by its caller. Once, whoever notices first. */
  ended(request: ODataRequest, reply: FastifyReply): void {
    const { odata } = request;
    if (odata?.notes === undefined || odata.hasEnded === true) return;
    odata.hasEnded = true;
    const { notes } = odata;
    const { records, captures, live } = this.gateway;
    const isAnswered = reply.raw.writableFinished;
    const status = isAnswered ? reply.statusCode : CALLER_LEFT;
    const cacheStatus = cacheStatusOf(reply);
    notes.ended('send');
    if (isAnswered) this.#count(request, notes, { status, cacheStatus });
    if (!this.#isHeard) return;
    if (odata.served === undefined) this.#address(request, notes);
    if (!isAnswered) notes.abandoned();
    const made = notes.finishAll({ status, cacheStatus });
    for (const record of made) {
      if (records === undefined) live.ended(record);
      else records.keep(record);
    }
    const whole = made.at(-1);
    if (captures.isOn && whole !== undefined) this.#capture(request, whole);
  }

  /** Somebody wants records. */
  get #isHeard(): boolean {
    const { records, live } = this.gateway;
    return records !== undefined || live.isWatched;
  }

  /** A change that was sent is still waited for, since its record is to say what became of it. */
  #left(request: ODataRequest, reply: FastifyReply): void {
    this.#activityOf(request.originalUrl)?.abandoned(performance.now());
    if (request.odata?.isInHand !== true) this.ended(request, reply);
  }

  #count({ originalUrl }: ODataRequest, notes: RequestNotes, { status, cacheStatus }: Ending): void {
    const isHit = cacheStatus !== undefined && cacheNoteOf(cacheStatus).isHit;
    this.#activityOf(originalUrl)?.ended({ ...notes.figures(), status, isHit }, performance.now());
  }

  /** Of a request whose body was refused, or never came whole, the guard has not heard. */
  #address({ originalUrl }: ODataRequest, notes: RequestNotes): void {
    const { service: name, rest } = splitServicePath(originalUrl);
    const served = this.gateway.services.get(name);
    if (served !== undefined) notes.addressed(name, stripKeys(rest, served.lock.queryNames).target);
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
