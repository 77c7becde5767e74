/** Takes records out as a file: all that a filter matches, in a stream that no slow reader makes grow. */
import { Readable } from 'node:stream';
import { Controller, Get, Inject, type OnModuleDestroy, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type ExportFormat, exportRecords } from '../../record/export-records';
import type { RecordFilter } from '../../record/record-store';
import { GATEWAY, type Gateway } from '../gateway';
import { logLine } from '../log';
import { AdminAudit } from './admin-audit';
import type { AdminRequest } from './admin-request';
import { ExportRequest } from './export-request';
import { findRecords } from './find-records';
import { FromQuery } from './from-request';
import { Needs } from './needs';
import { listingOf } from './query-list-request';
import { Summary } from './summary';

const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

const content = {
  [mediaTypes.ndjson]: 'A `RecordSummary` on each line.',
  [mediaTypes.csv]: 'Names of members of a `RecordSummary`, then a record on each line.',
};

@Controller('api')
@Needs('queries')
export class ExportController implements OnModuleDestroy {
  readonly #running = new Set<Readable>();

  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(AdminAudit) private readonly audit: AdminAudit,
  ) {}

  @Get('queries/export')
  @Summary('Every request that the filters match, as a file, the newest first.', content)
  queries(
    @FromQuery(ExportRequest) asked: ExportRequest,
    @Req() request: AdminRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#export('queries', {}, asked, request, reply);
  }

  @Get('writes/export')
  @Summary('The same of changes only.', content)
  writes(
    @FromQuery(ExportRequest) asked: ExportRequest,
    @Req() request: AdminRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#export('writes', { writes: true }, asked, request, reply);
  }

  /** A reader that has stopped reading would keep the gateway from ending. */
  onModuleDestroy(): void {
    for (const stream of this.#running) stream.destroy(new Error('the gateway ends'));
  }

  async #export(
    what: string,
    narrowed: RecordFilter,
    { format, ...asked }: ExportRequest,
    request: AdminRequest,
    reply: FastifyReply,
  ): Promise<void> {
    this.audit.note(request, 'export', { what, format, ...asked });
    const store = await findRecords(this.gateway);
    const pages = exportRecords(store, { ...listingOf(asked), limit: asked.limit, ...narrowed }, format);
    // A store that fails at once is answered as an error; later the stream is cut, which a reader can tell from its end.
    const first = await pages.next();
    const stream = Readable.from(resumed(first, pages));
    this.#running.add(stream);
    stream.on('close', () => this.#running.delete(stream));
    stream.on('error', (error) => logLine('warn', `an export of ${what} was cut: ${error.message}`));
    reply
      .header('content-type', mediaTypes[format])
      .header('content-disposition', `attachment; filename="${what}.${format}"`)
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .send(stream);
  }
}

async function* resumed(
  first: IteratorResult<string, void>,
  rest: AsyncGenerator<string, void, void>,
): AsyncGenerator<string, void, void> {
  if (first.done !== true) yield first.value;
  yield* rest;
}
