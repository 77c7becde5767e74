import * as fc from 'fast-check';
import type { PartAnswer, RequestAnswer } from '../../../src/gateway/batch/batch-run';
import { carryOut } from '../../../src/gateway/batch/carry-out';
import { ChangeSetFailure } from '../../../src/gateway/batch/change-set-failure';
import { serialiseBatch } from '../../../src/gateway/batch/serialise-batch';
import type { Answer } from '../../../src/gateway/incoming';
import type { Batch, BatchFormat } from '../../../src/odata/batch/batch';
import { readBoundary } from '../../../src/odata/batch/batch-type';
import { readHeaderBlock } from '../../../src/odata/batch/header-block';
import { splitMultipart } from '../../../src/odata/batch/split-multipart';
import { parseMediaType } from '../../../src/odata/media-type';
import { SEED, runs } from '../../differential/runs';
import { changeSetPart, httpPart, lines } from '../../odata/batch/batch-texts';
import { jsonBatch, multipartBatch, recordingRun } from './recording-run';
import { anyCharacter } from '../../support/any-character';

const jsonAnswer: Answer = {
  status: 200,
  headers: { 'Content-Type': 'application/json;odata.metadata=minimal', ETag: 'W/"1"' },
  body: Buffer.from('{"Name":"ü🚀", "Big":9007199254740993}'),
};
const textAnswer: Answer = { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'größer "5"\r\n' };
const xmlAnswer: Answer = {
  status: 200,
  headers: { 'Content-Type': 'application/xml' },
  body: Buffer.from('<ü/>'),
};
const noContent: Answer = { status: 204, headers: { 'OData-EntityId': 'https://x/A(1)' } };

interface Serialised {
  readonly contentType: string | undefined;
  readonly text: string;
}

async function serialise(
  batch: Batch,
  format: BatchFormat,
  options: Parameters<typeof recordingRun>[0] = {},
): Promise<Serialised> {
  const answered = await carryOut(batch, recordingRun({ continueOnError: true, ...options }));
  return write(answered, batch.format, format);
}

function write(answered: readonly PartAnswer[], asked: BatchFormat, format: BatchFormat): Serialised {
  const answer = serialiseBatch(answered, { asked, format, newToken: () => '4f1d' });
  expect(answer.status).toBe(200);
  return {
    contentType: answer.headers['Content-Type'],
    text: Buffer.from(answer.body ?? '').toString('utf8'),
  };
}

const get = (url: string, id?: string): string =>
  httpPart(`GET ${url} HTTP/1.1`, id === undefined ? {} : { id });
const set = changeSetPart('c', [
  httpPart('POST B HTTP/1.1', { id: '1', body: '{}' }),
  httpPart('DELETE C(1) HTTP/1.1', { id: '2' }),
]);
const failing = { answerTogether: () => Promise.reject(new ChangeSetFailure(new Error('broken'), 1)) };

describe('multipart', () => {
  test('has the shape of the batch', async () => {
    const { contentType, text } = await serialise(multipartBatch(get('A', 'a'), set, get('D')), 'multipart', {
      answers: { A: jsonAnswer, D: noContent },
    });
    expect(contentType).toBe('multipart/mixed; boundary=batchresponse_4f1d');
    expect(text).toBe(
      lines(
        '--batchresponse_4f1d',
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        'Content-ID: a',
        '',
        'HTTP/1.1 200 OK',
        'OData-Version: 4.0',
        'Content-Type: application/json;odata.metadata=minimal',
        'ETag: W/"1"',
        'Content-Length: 41',
        '',
        '{"Name":"ü🚀", "Big":9007199254740993}',
        '--batchresponse_4f1d',
        'Content-Type: multipart/mixed; boundary=changesetresponse_4f1d_1',
        '',
        '--changesetresponse_4f1d_1',
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        'Content-ID: 1',
        '',
        'HTTP/1.1 201 Created',
        'OData-Version: 4.0',
        'Location: https://gateway.example.com/odata/demo/B(9)',
        '',
        '',
        '--changesetresponse_4f1d_1',
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        'Content-ID: 2',
        '',
        'HTTP/1.1 200 OK',
        'OData-Version: 4.0',
        'Content-Length: 7',
        '',
        'of C(1)',
        '--changesetresponse_4f1d_1--',
        '',
        '--batchresponse_4f1d',
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        '',
        'HTTP/1.1 204 No Content',
        'OData-Version: 4.0',
        'OData-EntityId: https://x/A(1)',
        '',
        '',
        '--batchresponse_4f1d--',
        '',
      ),
    );
  });

  test('a failed change set is one answer, with the id of the request at fault', async () => {
    const { text } = await serialise(multipartBatch(set), 'multipart', failing);
    expect(text.match(/HTTP\/1\.1 .*/g)).toEqual(['HTTP/1.1 500 Internal Server Error']);
    expect(text).toContain('Content-ID: 2\r\n');
    expect(text).not.toContain('multipart/mixed');
  });

  test('for a batch in JSON each request has a part with its id', async () => {
    const batch = jsonBatch(
      { id: '1', method: 'DELETE', url: 'A(1)', atomicityGroup: 'g' },
      { id: '2', method: 'DELETE', url: 'A(2)', atomicityGroup: 'g' },
      { id: '3', method: 'GET', url: 'B' },
    );
    const { text } = await serialise(batch, 'multipart', failing);
    expect(text.match(/Content-ID: .*|HTTP\/1\.1 .*/g)).toEqual([
      'Content-ID: 1',
      'HTTP/1.1 424 Failed Dependency',
      'Content-ID: 2',
      'HTTP/1.1 500 Internal Server Error',
      'Content-ID: 3',
      'HTTP/1.1 200 OK',
    ]);
    expect(text.match(/--batchresponse_4f1d\r\n/g)).toHaveLength(3);
  });

  test('no header of an answer can end its line', () => {
    const headers = { Location: 'x\r\nSet-Cookie: a\n\n<script>', 'Content-Length': '999' };
    const { text } = write([answered('1', { status: 201, headers })], 'multipart', 'multipart');
    expect(text).toContain('Location: x  Set-Cookie: a  <script>\r\n');
    expect(text).not.toContain('999');
  });

  test.each([
    ['a text', 'has 4f1d in it'],
    ['bytes', Buffer.from('has 4f1d in it')],
  ])('a boundary that occurs in %s is not used', (_, body) => {
    const tokens = ['4f1d', '4f1d', 'e07b'];
    const answer = serialiseBatch([answered('1', { status: 200, headers: {}, body })], {
      asked: 'multipart',
      format: 'multipart',
      newToken: () => tokens.shift() ?? '',
    });
    expect(answer.headers['Content-Type']).toBe('multipart/mixed; boundary=batchresponse_e07b');
  });

  test('tokens that are not random do not hang the gateway', () => {
    const answer = { status: 200, headers: { ETag: '"4f1d"' } };
    expect(() => write([answered('1', answer)], 'multipart', 'multipart')).toThrow(
      'No boundary could be found',
    );
  });
});

describe('JSON', () => {
  test('JSON is embedded byte for byte, text as a string, the rest in base64url', async () => {
    const batch = jsonBatch(
      ...['A', 'B', 'C', 'D'].map((url, index) => ({ id: String(index), method: 'GET', url })),
    );
    const answers = { A: jsonAnswer, B: textAnswer, C: xmlAnswer, D: noContent };
    const { contentType, text } = await serialise(batch, 'json', { answers });
    expect(contentType).toBe('application/json');
    expect(text).toBe(
      [
        '{"responses":[{"id":"0","status":200,"headers":{"odata-version":"4.0",',
        '"content-type":"application/json;odata.metadata=minimal","etag":"W/\\"1\\""},',
        '"body":{"Name":"ü🚀", "Big":9007199254740993}},',
        '{"id":"1","status":200,"headers":{"odata-version":"4.0","content-type":"text/plain"},',
        '"body":"größer \\"5\\"\\r\\n"},',
        '{"id":"2","status":200,"headers":{"odata-version":"4.0","content-type":"application/xml"},"body":"PMO8Lz4"},',
        '{"id":"3","status":204,"headers":{"odata-version":"4.0","odata-entityid":"https://x/A(1)"}}]}',
      ].join(''),
    );
  });

  test('each request of a group is answered, under its name', async () => {
    const batch = jsonBatch(
      { id: '1', method: 'DELETE', url: 'A(1)', atomicityGroup: 'g' },
      { id: '2', method: 'DELETE', url: 'A(2)', atomicityGroup: 'g' },
    );
    const { text } = await serialise(batch, 'json', {
      answerTogether: () => Promise.reject(new ChangeSetFailure(new Error('broken'), 0)),
    });
    expect(JSON.parse(text)).toMatchObject({
      responses: [
        { id: '1', atomicityGroup: 'g', status: 500 },
        { id: '2', atomicityGroup: 'g', status: 424 },
      ],
    });
  });

  test('for a multipart batch: the order of its parts, and a name for each change set', async () => {
    const { text } = await serialise(
      multipartBatch(get('A'), set, set.replaceAll(/ID: (\d)/g, 'ID: 1$1')),
      'json',
    );
    expect(JSON.parse(text)).toMatchObject({
      responses: [
        { status: 200 },
        { id: '1', atomicityGroup: 'changeset-2', status: 201 },
        { id: '2', atomicityGroup: 'changeset-2', status: 200 },
        { id: '11', atomicityGroup: 'changeset-3', status: 201 },
        { id: '12', atomicityGroup: 'changeset-3', status: 200 },
      ],
    });
  });

  test('nothing was asked', async () => {
    expect((await serialise(jsonBatch(), 'json')).text).toBe('{"responses":[]}');
    expect((await serialise(multipartBatch(), 'multipart')).text).toBe('--batchresponse_4f1d--\r\n');
  });
});

test('every body comes out of a multipart answer as it went in', () => {
  const body = fc.oneof(
    fc.string({ unit: anyCharacter }).filter((text) => text.isWellFormed()),
    fc.constantFrom('--batchresponse_', '\r\n--batchresponse_--\r\n', '\n\n', 'x\r\n'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(body, fc.boolean()), { minLength: 1, maxLength: 5 }), (bodies) => {
      const parts = bodies.map(([text, asBytes], index) =>
        answered(String(index), { status: 200, headers: {}, body: asBytes ? Buffer.from(text) : text }),
      );
      const { text, contentType } = write(parts, 'multipart', 'multipart');
      expect(bodiesIn(text, contentType)).toEqual(bodies.map(([text]) => text));
    }),
    { seed: SEED, numRuns: runs(0.3) },
  );
});

function bodiesIn(text: string, contentType = ''): readonly string[] {
  const type = parseMediaType(contentType);
  if (type === undefined) throw new Error(`${contentType} is no media type.`);
  const whole = { start: 0, end: text.length };
  return Array.from(splitMultipart(text, whole, readBoundary(type, 'it'), 'it'), (part) => {
    const outer = readHeaderBlock(text, part, part.start, 'it');
    const start = text.indexOf('\n', outer.contentStart) + 1;
    const inner = readHeaderBlock(text, { start, end: part.end }, part.start, 'it');
    return text.slice(inner.contentStart, part.end);
  });
}

function answered(id: string, answer: Answer): RequestAnswer {
  return {
    kind: 'request',
    request: {
      kind: 'request',
      place: 'part 1',
      id,
      method: 'GET',
      target: { kind: 'address', target: 'A' },
      headers: {},
      body: undefined,
      dependsOn: [],
    },
    answer,
  };
}
