/** Answers from memory, to callers with a key, beside a bare Fastify route that sends the same bytes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../test/support/free-port';
import { inTurns } from '../in-turns';
import { Load } from '../load';
import { median, medianRatio } from '../measure';
import { startRole, type Subprocess } from '../subprocess';
import type { Measured } from '../table';

const ROUNDS_TO_WARM_UP = 20;
const ROUNDS = 60;
const AT_ONCE = 32;
const REQUESTS_PER_ROUND = 2_000;
export const KEY = 'a-key-of-the-benchmark';

export const configuration = `
connections:
  contoso: { provider: finance-operations, simulator: { customers: 2000, orders: 1, products: 1, vendors: 1 } }
services:
  bench:
    auth: { keys: [{ id: bench, secret: ${KEY}, header: x-api-key }] }
    entitySets:
      Customers: { connection: contoso, template: Customers, cache: { ttl: 1h } }
      CustomerGroups: { connection: contoso, template: CustomerGroups }
      PaymentTerms: { connection: contoso, template: PaymentTerms }
`;

interface Kind {
  readonly what: string;
  /** The spellings of one request: the first alone is asked for again and again, or each in its turn. */
  readonly urls: readonly string[];
  readonly ratio: number;
}

export async function measureHits(): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vtg-bench-'));
  writeFileSync(join(folder, 'gateway.yaml'), configuration);
  const gateway = await startRole('gateway', {
    VTG_CONFIG: join(folder, 'gateway.yaml'),
    VTG_DATA_DIR: join(folder, 'var'),
    VTG_PORT: String(await freePort()),
    VTG_ADMIN_PORT: String(await freePort()),
  });
  try {
    const measured: Measured[] = [];
    for (const kind of await kindsOf(gateway)) measured.push(await measureKind(kind, gateway, folder));
    return measured;
  } finally {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const root = '/odata/bench';
export const page = `${root}/Customers?$select=AccountNumber,Name,CreditLimit,City,CustomerSince&$top=50&$count=true`;

async function kindsOf(gateway: Subprocess): Promise<readonly Kind[]> {
  const { value } = JSON.parse((await ask(gateway, page)).toString()) as {
    readonly value: readonly { readonly CustomerId: string }[];
  };
  const key = `${root}/Customers(${value[0]?.CustomerId ?? ''})?$select=AccountNumber,Name,CreditLimit`;
  return [
    { what: 'hit: a page of 50 rows, same URL', urls: [page], ratio: 1.25 },
    { what: 'hit: a row by key, same URL', urls: [key], ratio: 1.25 },
    // Each spelling is new, so that none is an alias yet.
    {
      what: 'hit: a page of 50 rows, in another spelling each time',
      urls: Array.from({ length: 100_000 }, (_, index) => `${page}&spelling=${index}`),
      ratio: 1.6,
    },
  ];
}

export async function ask({ port }: Subprocess, path: string): Promise<Buffer> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'x-api-key': KEY } });
  const body = Buffer.from(await answer.arrayBuffer());
  if (answer.status !== 200) throw new Error(`Status ${answer.status}: ${body.toString()}`);
  return body;
}

async function measureKind(
  { what, urls, ratio }: Kind,
  gateway: Subprocess,
  folder: string,
): Promise<Measured> {
  const body = await ask(gateway, urls[0] ?? '');
  writeFileSync(join(folder, 'body'), body);
  const bare = await startRole('bare', { BENCH_BODY: join(folder, 'body') });
  const subjects = [gateway, bare].map((subject) => ({
    subject,
    load: new HitLoad(subject, urls, body.length),
    rounds: [] as number[],
  }));
  try {
    await inTurns(ROUNDS_TO_WARM_UP, subjects, ({ load }) => load.send(REQUESTS_PER_ROUND));
    await inTurns(ROUNDS, subjects, async ({ subject, load, rounds }) => {
      const before = await subject.cpu();
      await load.send(REQUESTS_PER_ROUND);
      rounds.push(((await subject.cpu()) - before) / REQUESTS_PER_ROUND);
    });
  } finally {
    await Promise.all(subjects.map(({ load }) => load.close()));
    await bare.stop();
  }
  const [ours = [], theirs = []] = subjects.map(({ rounds }) => rounds);
  return {
    what,
    ours: median(ours) * 1_000,
    unit: 'µs',
    control: { name: 'bare Fastify', value: median(theirs) * 1_000, ratio: medianRatio(ours, theirs) },
    most: { ratio },
  };
}

export class HitLoad extends Load {
  private sent = 0;

  constructor(
    subject: Subprocess,
    private readonly urls: readonly string[],
    private readonly bytes: number,
  ) {
    super(subject, AT_ONCE);
  }

  protected async request(): Promise<void> {
    const path = this.urls[this.sent++ % this.urls.length] ?? '';
    const { statusCode, body } = await this.pool.request({
      method: 'GET',
      path,
      headers: { 'x-api-key': KEY },
    });
    const { byteLength } = await body.arrayBuffer();
    if (statusCode !== 200 || byteLength !== this.bytes) {
      throw new Error(`An answer has status ${statusCode} and ${byteLength} bytes.`);
    }
  }
}
