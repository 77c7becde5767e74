/** The read pipeline behind nothing but `node:http`: what is missing from it here is the price of the server. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerRead } from '../../src/gateway/read';
import { builtInProviders } from '../../src/server/built-in-providers';
import { loadConfiguration } from '../../src/server/configuration/load-configuration';
import { openGateway } from '../../src/server/open-gateway';
import { reportToBenchmark } from '../subprocess';

export async function servePipeline(): Promise<void> {
  const outcome = loadConfiguration({
    env: process.env,
    providers: builtInProviders,
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  if ('faults' in outcome) throw new Error('The configuration has faults.');
  const gateway = await openGateway(outcome.configuration);
  const service = gateway.services.get('bench')?.service;
  if (service === undefined) throw new Error('The service is missing.');
  const server = createServer((request, response) => {
    const { signal } = new AbortController();
    const target = (request.url ?? '').replace('/odata/bench/', '');
    answerRead({ method: 'GET', target, headers: request.headers, signal }, service, {
      signal,
      deadline: Date.now() + service.timeout,
    }).then(
      ({ status, headers, body }) => {
        response.writeHead(status, headers).end(body);
      },
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  reportToBenchmark((server.address() as AddressInfo).port);
}
