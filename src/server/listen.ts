/** Starts the two ports: Nest on Fastify, set up so that raw URLs stay raw and every fault is answered in OData's form. */
import { METHODS } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from '../errors';
import { AdminAudit } from './admin/admin-audit';
import type { AdminRequest } from './admin/admin-request';
import type { AdminLock } from './admin/admin-lock';
import { AdminModule } from './admin/admin.module';
import { serveConsole } from './admin/console';
import { answerBrokenHttp } from './answer-broken-http';
import { createCorrelationId } from './correlation';
import { DataModule } from './data.module';
import type { Gateway } from './gateway';
import { HotPath } from './hot-path';
import { logFault } from './log';
import { noteRoutes } from './note-routes';
import { fromHttpStatus } from './odata-exception.filter';
import { isODataUrl, ODATA_PREFIX, type ODataRequest } from './odata-request';
import { MOST_BODY_BYTES } from './request-body';
import { RequestWatch } from './request-watch';
import { sendError } from './send-error';

export interface Address {
  readonly port: number;
  readonly host: string;
}

export interface Listening {
  /** The port that was taken, which matters where 0 was asked for. */
  readonly port: number;
  close(): Promise<void>;
}

export function listenForData(gateway: Gateway, address: Address): Promise<Listening> {
  const hotPath = new HotPath(gateway);
  const watch = new RequestWatch(gateway);
  const port: Port = {
    module: DataModule.of(gateway, hotPath, watch),
    watch,
    prepare: (fastify) => {
      // Not a hook of Fastify's: before any of ours it makes its two objects, and runs six hooks of Nest's.
      fastify.server.removeAllListeners('request');
      fastify.server.on('request', (request, response) => {
        if (!hotPath.answer(request, response)) fastify.routing(request, response);
      });
    },
  };
  return listen(port, address, gateway);
}

export function listenForAdmin(gateway: Gateway, lock: AdminLock, address: Address): Promise<Listening> {
  const audit = new AdminAudit(gateway.audit);
  const port: Port = {
    module: AdminModule.of(gateway, lock, audit),
    prepare: (fastify) => {
      fastify.addHook('onSend', (request: AdminRequest, reply) => audit.answered(request, reply.statusCode));
      // Streams of events end by nobody else's doing, and the port closes when all is answered.
      fastify.addHook('preClose', (done) => {
        gateway.live.close();
        done();
      });
      serveConsole(fastify);
    },
  };
  return listen(port, address, gateway);
}

/** In what the two differ. */
interface Port {
  readonly module: DynamicModule;
  readonly watch?: RequestWatch;
  readonly prepare: (fastify: FastifyInstance) => void;
}

/** A name has up to 128 letters, and a letter up to two units of UTF-16. Fastify's own limit is 100. */
const LONGEST_PARAMETER = 256;

/** Beside the URL, whose limit is configured. */
const MOST_HEADER_BYTES = 65_536;

async function listen(
  { module, watch, prepare: prepareFurther }: Port,
  { port, host }: Address,
  gateway: Gateway,
): Promise<Listening> {
  const maxHeaderSize = gateway.longestUrl + MOST_HEADER_BYTES;
  const adapter = new FastifyAdapter({
    // Fastify would decode the path and parse the query; OData's are split before they are decoded (odata-parser C).
    rewriteUrl: ({ url = '/' }) => (isODataUrl(url) ? ODATA_PREFIX : url),
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    bodyLimit: MOST_BODY_BYTES,
    requestTimeout: 15_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    // Without a Host Node would answer by itself, and without a body: `prepare` does it in OData's form.
    http: {
      maxHeaderSize,
      requireHostHeader: false,
      headersTimeout: 10_000,
      connectionsCheckingInterval: 1_000,
    },
    // No route has a schema: the two compilers of schemas are 50 ms of a start.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    clientErrorHandler: (fault, socket) => answerBrokenHttp(fault, socket, maxHeaderSize),
    frameworkErrors: answerFrameworkError,
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  const fastify: FastifyInstance = adapter.getInstance();
  prepare(fastify, gateway, watch);
  prepareFurther(fastify);
  await app.init();
  await fastify.ready();
  await app.listen(port, host);
  const bound = fastify.server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    close: () => app.close(),
  };
}

function noSchemas(): never {
  throw new Error('A route has a schema, and nothing is here to compile it.');
}

function prepare(fastify: FastifyInstance, gateway: Gateway, watch: RequestWatch | undefined): void {
  noteRoutes(fastify);
  fastify.decorateRequest('odata', undefined);
  fastify.addHook('onRequest', (request: ODataRequest, reply, done) => {
    const correlationId = createCorrelationId();
    const notes = watch?.arrived(request, reply, correlationId);
    request.odata = notes === undefined ? { correlationId } : { correlationId, notes };
    // A balancer that reuses connections learns this way that they end (reliability 0.8).
    if (gateway.draining) reply.header('Connection', 'close');
    const isHostless = request.headers.host === undefined && request.raw.httpVersion === '1.1';
    done(isHostless ? new RequestError('InvalidHeader', 'HTTP/1.1 asks for a Host header.') : undefined);
  });
  fastify.addHook('onResponse', (request: ODataRequest, reply, done) => {
    watch?.ended(request, reply);
    done();
  });
  // Expectations may be ignored (RFC 9110, 10.1.1); left alone, Node answers 417 without a body.
  fastify.server.on('checkExpectation', (request, response) =>
    fastify.server.emit('request', request, response),
  );
  // What Node's parser lets through is answered by the address that is asked, if only with 405 (reliability 5).
  for (const method of METHODS) {
    if (!fastify.supportedMethods.includes(method)) fastify.addHttpMethod(method);
  }
  // Bodies stay bytes until somebody who knows what they are reads them.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
}

/** What Fastify refuses before Nest sees it, such as a path with a broken escape. */
function answerFrameworkError(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const error = fromHttpStatus(thrown.statusCode ?? 500, thrown);
  logFault(request, error);
  sendError(reply, error, createCorrelationId());
}
