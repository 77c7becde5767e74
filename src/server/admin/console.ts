/**
 * Serves the console on the admin port: its built files, and its page for every address that a browser goes to by itself.
 *
 * The files are for everybody, since they hold no data; what they show they ask of the API, whose lock is Nest's guard.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Where the API answers, and nothing else. */
const isOfApi = /^\/(?:api|health|metrics)(?:[/?]|$)/;

/** Beside the compiled gateway, or where it would be, if it runs from its source. */
const folders = [
  join(__dirname, '..', '..', '..', 'console'),
  join(__dirname, '..', '..', '..', 'dist', 'console'),
];

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Without a built console the port is the API alone. */
export function serveConsole(fastify: FastifyInstance): void {
  const folder = folders.find((candidate) => existsSync(join(candidate, 'assets')));
  let handler: Promise<Handler> | undefined;
  fastify.get('/*', async (request, reply) => {
    if (folder === undefined || isOfApi.test(request.url)) return reply.callNotFound();
    handler ??= openConsole(folder);
    const handle = await handler;
    reply.hijack();
    handle(request.raw, reply.raw);
    return reply;
  });
}

/**
 * An application of its own, made when the console is first opened: @fastify/static takes 40 ms to load (Node 24.21), and
 * most instances of a fleet are never looked at.
 */
async function openConsole(folder: string): Promise<Handler> {
  const [{ fastify }, { fastifyStatic }] = await Promise.all([import('fastify'), import('@fastify/static')]);
  const files = fastify();
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  files.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headersOfAll);
    done();
  });
  await files.register(fastifyStatic, {
    root: folder,
    index: false,
    preCompressed: true,
    // Their names change with their content; of all others only the address is known.
    setHeaders: (reply, path) => {
      const isHashed = path.includes('/assets/');
      void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  files.get('/', (_request, reply) => sendPage(reply, page));
  files.setNotFoundHandler(({ headers }, reply) => {
    // A page that is opened by its address; a file that is missing must not look as if it were there.
    if (headers.accept?.includes('text/html') === true) return sendPage(reply, page);
    return reply.code(404).type('text/plain').send('There is no such file.');
  });
  await files.ready();
  return (request, response) => files.routing(request, response);
}

const headersOfAll = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(page.replace('%STYLE_NONCE%', nonce));
}

/**
 * Scripts come as files of ours only. Mantine writes its variables into elements of style, which the nonce lets in; what is
 * set on single elements is set by script, of which the policy says nothing.
 */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
