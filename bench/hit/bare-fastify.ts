/** What a hit is compared to: a Fastify route that sends the same bytes, and does nothing else. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { reportToBenchmark } from '../subprocess';

/** The answer is in the file that `BENCH_BODY` names. */
export async function serveBareFastify(): Promise<void> {
  const body = readFileSync(process.env['BENCH_BODY'] ?? '');
  const app = fastify();
  app.get('/*', (_request, reply) => {
    reply.header('Content-Type', 'application/json;odata.metadata=minimal').send(body);
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  reportToBenchmark((app.server.address() as AddressInfo).port);
}
