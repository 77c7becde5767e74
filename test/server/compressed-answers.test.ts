/** Answers in gzip: to whom, in which form, made how often, and gone with the plain form that they were made of. */
import 'reflect-metadata';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { shareGateway } from '../e2e/support/start-gateway';

const rows = Array.from(
  { length: 40 },
  (_, index) => `{ Code: C${index}, Note: "a note that is long enough: ü", Size: ${index} }`,
);

const configuration = `
connections:
  tables:
    provider: memory
    entities:
      Things:
        versioned: true
        key: [Code]
        columns: { Code: String, Note: String, Size: Int32 }
        rows: [${rows.join(', ')}]
services:
  cached:
    auth: none
    entitySets:
      Things: { connection: tables, entity: Things, key: { name: ThingId, from: [Code] }, write: [update], cache: { ttl: 1h } }
  fresh:
    auth: none
    entitySets:
      Things: { connection: tables, entity: Things, key: { name: ThingId, from: [Code] } }
`;

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly bytes: Buffer;
}

describe('answers in gzip', () => {
  const gateway = shareGateway(configuration);

  function ask(
    path: string,
    headers: Readonly<Record<string, string>> = {},
    method = 'GET',
    body?: string,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: gateway.data.port, path: `/odata/${path}`, method, headers };
      request(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(chunks) }),
        );
      })
        .on('error', reject)
        .end(body);
    });
  }

  const gzip = { 'accept-encoding': 'gzip, deflate' };
  const storedBytes = (): number => gateway.gateway.cache.tiers[0].bytes;

  /** Asks until a stored answer has its compressed form. */
  async function askUntilGzip(path: string): Promise<Answer> {
    for (let tries = 0; tries < 500; tries++) {
      const answer = await ask(path, gzip);
      if (answer.headers['content-encoding'] === 'gzip') return answer;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('It stays plain.');
  }

  test.each([
    'cached/Things?$top=40',
    'fresh/Things?$top=40',
    'fresh/$metadata',
    'cached/Things?$top=40&$count=true',
  ])('%s: the same bytes for everybody, smaller for who takes gzip', async (path) => {
    const compressed = await ask(path, gzip);
    const plain = await ask(path);
    const again = await ask(path, gzip);
    for (const { status, headers, bytes } of [compressed, again]) {
      expect([status, headers['content-encoding'], headers['vary']]).toEqual([
        200,
        'gzip',
        'Accept, Accept-Encoding',
      ]);
      expect(Number(headers['content-length'])).toBe(bytes.length);
      expect(bytes.length).toBeLessThan(plain.bytes.length / 2);
      expect(gunzipSync(bytes).equals(plain.bytes)).toBe(true);
      expect(headers['content-type']).toBe(plain.headers['content-type']);
      expect(headers['etag']).toBe(plain.headers['etag']);
    }
    expect([plain.status, plain.headers['content-encoding'], plain.headers['vary']]).toEqual([
      200,
      undefined,
      'Accept, Accept-Encoding',
    ]);
  });

  test('a stored plain answer is compressed when somebody who takes gzip asks for it again, and counted', async () => {
    const path = 'cached/Things?$top=39';
    const plain = await ask(path);
    const before = storedBytes();
    expect((await ask(path)).headers['content-encoding']).toBeUndefined();
    expect(storedBytes()).toBe(before);
    const compressed = await askUntilGzip(path);
    expect(compressed.headers['cache-status']).toMatch(/^vtg;hit;/);
    expect(gunzipSync(compressed.bytes).equals(plain.bytes)).toBe(true);
    expect(storedBytes()).toBe(before + compressed.bytes.length);
    expect((await ask(path)).bytes.equals(plain.bytes)).toBe(true);
  });

  test('HEAD tells of the form that GET would give', async () => {
    const path = 'cached/Things?$top=38';
    for (let round = 0; round < 2; round++) {
      const got = await ask(path, gzip);
      const head = await ask(path, gzip, 'HEAD');
      expect(head.bytes).toHaveLength(0);
      for (const name of ['content-encoding', 'content-length', 'vary', 'content-type']) {
        expect([name, head.headers[name]]).toEqual([name, got.headers[name]]);
      }
      expect((await ask(path, {}, 'HEAD')).headers['content-encoding']).toBeUndefined();
    }
  });

  test('a small answer stays as it is', async () => {
    for (const path of ['cached/Things?$top=1', 'cached/Things/$count']) {
      for (let round = 0; round < 3; round++) {
        const { headers } = await ask(path, gzip);
        expect([headers['content-encoding'], headers['vary']]).toEqual([
          undefined,
          'Accept, Accept-Encoding',
        ]);
      }
    }
  });

  test('a change takes both forms away', async () => {
    const path = 'cached/Things?$top=37';
    const { bytes } = await ask(path, gzip);
    const [{ ThingId = '' } = {}] = (
      JSON.parse(gunzipSync(bytes).toString()) as { value: { ThingId?: string }[] }
    ).value;
    await askUntilGzip(path);
    for (const note of ['one note', 'another note']) {
      const changed = await ask(
        `cached/Things(${ThingId})`,
        { 'content-type': 'application/json' },
        'PATCH',
        JSON.stringify({ Note: note }),
      );
      expect(changed.status).toBe(204);
      expect(gunzipSync((await ask(path, gzip)).bytes).toString()).toContain(note);
      expect((await ask(path)).bytes.toString()).toContain(note);
      expect(gunzipSync((await askUntilGzip(path)).bytes).toString()).toContain(note);
    }
  });

  test('who has it gets 304 in either form', async () => {
    const plain = await ask('fresh/$metadata');
    const etag = String(plain.headers['etag']);
    for (const headers of [gzip, {}]) {
      const answer = await ask('fresh/$metadata', { ...headers, 'if-none-match': etag });
      expect([
        answer.status,
        answer.bytes.length,
        answer.headers['content-encoding'],
        answer.headers['vary'],
      ]).toEqual([304, 0, undefined, 'Accept, Accept-Encoding']);
    }
  });
});
