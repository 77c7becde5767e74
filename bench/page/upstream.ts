/** The source: a simulated Finance & Operations environment whose answers are made once and then sent as they are. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSimulator } from '../../providers/finance-operations/simulator/simulator';
import { reportToBenchmark } from '../subprocess';
import { sourceColumns, sourcePages } from './source-pages';

interface Prepared {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

export async function serveUpstream(): Promise<void> {
  const simulator = await startSimulator({ auth: 'none' });
  const answers = new Map<string, Promise<Prepared>>();
  const server = createServer((request, response) => {
    const path = sourcePathOf(request.url ?? '/');
    const answer = answers.get(path) ?? prepare(simulator.url, path);
    answers.set(path, answer);
    answer.then(
      ({ status, contentType, body }) => {
        response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': body.length }).end(body);
      },
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  reportToBenchmark((server.address() as AddressInfo).port);
}

/** Rows are asked for by their number and place alone; anything else as it came. */
function sourcePathOf(url: string): string {
  const asked = decodeURIComponent(url);
  const top = /^\/data\/CustomersV3\?.*\$top=(\d+)/.exec(asked)?.[1];
  if (top === undefined) return url;
  const skip = /\$skip=(\d+)/.exec(asked)?.[1] ?? '0';
  return `/data/CustomersV3?cross-company=true&$top=${top}&$skip=${skip}&$select=${sourceColumns.join(',')}`;
}

async function prepare(origin: string, path: string): Promise<Prepared> {
  const answer = await fetch(origin + path);
  const text = await answer.text();
  const keepsDigits = sourcePages.some(
    ({ rows, longNumbers }) => longNumbers && path.includes(`$top=${rows}&`),
  );
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    body: Buffer.from(keepsDigits ? text : text.replace(longNumber, '$1')),
  };
}

/** A number of more than 15 digits, and its first fifteen characters. */
const longNumber = /(?<=:)(\d[\d.]{13}\d)[\d.]+(?=[,}])/g;
