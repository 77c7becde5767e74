import { readBatchAnswer } from '../../../providers/finance-operations/batch-answer';

const CRLF = '\r\n';
const contentType = { 'content-type': 'multipart/mixed; boundary=batchresponse_1' };

function part(id: number | undefined, status: string, body: string): string {
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(id === undefined ? [] : [`Content-ID: ${id}`]),
    '',
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json; odata.metadata=minimal',
    'Retry-After: 3',
    '',
    body,
  ].join(CRLF);
}

function changeset(...parts: readonly string[]): string {
  const inner = parts.map((text) => `--changesetresponse_2${CRLF}${text}${CRLF}`).join('');
  return [
    '--batchresponse_1',
    'Content-Type: multipart/mixed; boundary="changesetresponse_2"',
    '',
    `${inner}--changesetresponse_2--`,
    '--batchresponse_1--',
    '',
  ].join(CRLF);
}

const read = (body: unknown, headers: Readonly<Record<string, string>> = contentType) =>
  readBatchAnswer({ status: 200, headers, body });

describe('the answer to a batch', () => {
  test('has a part for each operation of the changeset', () => {
    const parts = read(changeset(part(1, '201 Created', '{"a":1}'), part(2, '204 No Content', '')));
    expect(parts).toEqual([
      {
        contentId: '1',
        status: 201,
        headers: expect.objectContaining({ 'retry-after': '3' }),
        body: { a: 1 },
      },
      { contentId: '2', status: 204, headers: expect.anything(), body: undefined },
    ]);
  });

  test('may refuse the changeset in a part beside it', () => {
    const text = `--batchresponse_1${CRLF}${part(undefined, '500 Internal Server Error', '{"error":{}}')}${CRLF}--batchresponse_1--`;
    expect(read(text)).toMatchObject([{ contentId: undefined, status: 500, body: { error: {} } }]);
  });

  test('keeps the digits of long numbers, and names whatever they are', () => {
    const [one] = read(changeset(part(1, '201 Created', '{"Id":9223372036854775807,"__proto__":1}'))) ?? [];
    expect(JSON.stringify(one?.body)).toBe('{"Id":"9223372036854775807","__proto__":1}');
  });

  test('is not ended by a value that looks like a boundary', () => {
    const [one] = read(changeset(part(1, '201 Created', '{"a":"--changesetresponse_2--"}'))) ?? [];
    expect(one?.body).toEqual({ a: '--changesetresponse_2--' });
  });

  const whole = changeset(part(1, '201 Created', '{"a":1}'), part(2, '204 No Content', ''));

  test('is not believed when it is cut, wherever', () => {
    expect(read(whole)).toHaveLength(2);
    const end = whole.lastIndexOf('--');
    for (let length = 0; length < end; length += 1) expect(read(whole.slice(0, length))).toBeUndefined();
  });

  test.each<[string, unknown, Readonly<Record<string, string>>]>([
    ['no text', { a: 1 }, contentType],
    ['no content type', whole, {}],
    ['another content type', whole, { 'content-type': 'application/json; boundary=batchresponse_1' }],
    ['no boundary', whole, { 'content-type': 'multipart/mixed' }],
    ['another boundary', whole, { 'content-type': 'multipart/mixed; boundary=batchresponse' }],
    ['no parts that are HTTP', whole.replaceAll('application/http', 'text/plain'), contentType],
    ['parts without a status', whole.replaceAll('HTTP/1.1', 'HTTP'), contentType],
    ['a status that is none', whole.replaceAll('204 No', '2040 No'), contentType],
  ])('is not believed with %s', (_, body, headers) => {
    expect(read(body, headers)).toBeUndefined();
  });

  test('costs time in proportion to its length', () => {
    const hostile = [
      `--batchresponse_1${CRLF}`.repeat(200_000),
      changeset(`Content-Type: multipart/mixed${';'.repeat(1_000_000)}${' '.repeat(1_000_000)}x`),
      changeset(part(1, '201 Created', '['.repeat(2_000_000))),
    ];
    for (const text of hostile) read(text);
  });
});
