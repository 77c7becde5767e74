import { parseBatch } from '../../../src/odata/batch/parse-batch';
import { addresses, changeSetPart, httpPart, lines, MULTIPART, multipart } from './batch-texts';

function parse(text: string): unknown {
  return parseBatch(text, MULTIPART, addresses);
}

const get = httpPart('GET Customers HTTP/1.1');
const remove = httpPart('DELETE Customers(1) HTTP/1.1');
const post = (body: string): string => httpPart('POST Customers HTTP/1.1', { body });

function times(count: number, part: string): readonly string[] {
  return Array.from({ length: count }, () => part);
}

describe('frames and headers of hostile batches', () => {
  test.each<readonly [string, string, string]>([
    ['an empty body', '', 'the batch: there is no line of the boundary that its Content-Type names.'],
    ['no boundary anywhere', 'GET Customers', 'the batch: there is no line of the boundary'],
    ['another boundary', multipart('other', [get]), 'the batch: there is no line of the boundary'],
    ['a boundary not at the beginning of its line', ` ${multipart('b', [])}`, 'the batch: there is no line'],
    [
      'a boundary of which more follows',
      multipart('bb', [get]),
      'the batch: there is no line of the boundary',
    ],
    ['CR as line end', multipart('b', [get]).replaceAll('\n', ''), 'the batch: there is no line'],
    ['a batch cut off', `--b\r\n${get}`, 'the batch: there is no closing line of the boundary'],
    [
      'a batch cut off in its last line',
      multipart('b', [get]).trimEnd().slice(0, -1),
      'there is no closing line',
    ],
    ['a part without anything', multipart('b', ['']), 'part 1: no empty line ends its headers.'],
    [
      'a part without headers',
      multipart('b', ['\r\nGET Customers HTTP/1.1\r\n']),
      'part 1: it has no Content-Type',
    ],
    [
      'no empty line after the headers of a part',
      multipart('b', ['Content-Type: application/http']),
      'part 1: no empty line ends its headers.',
    ],
    [
      'the request among the headers',
      multipart('b', ['Content-Type: application/http\r\nGET A HTTP/1.1\r\n']),
      'part 1: a header line has no colon.',
    ],
    [
      'a request among the headers, with a colon',
      multipart('b', ['Content-Type: application/http\r\nGET http://x HTTP/1.1\r\n']),
      'part 1: a header line does not begin with a name.',
    ],
    [
      'an unknown type',
      multipart('b', [get, 'Content-Type: text/plain\r\n\r\nx']),
      'part 2: its Content-Type is neither',
    ],
    [
      'a type that is none',
      multipart('b', ['Content-Type: ;;\r\n\r\nx']),
      'part 1: it has no Content-Type that can be read.',
    ],
    [
      'two types',
      multipart('b', [`Content-Type: text/plain\r\n${get}`]),
      'part 1: the header content-type is there twice.',
    ],
    [
      'base64',
      multipart('b', [get.replace('binary', 'base64')]),
      'part 1: its Content-Transfer-Encoding can only be binary.',
    ],
    [
      'a folded header',
      multipart('b', [get.replace(': binary', ':\r\n binary')]),
      'part 1: a header line is folded.',
    ],
    [
      'a folded inner header',
      multipart('b', [httpPart('GET A HTTP/1.1', { headers: ['Accept: a/b', '\tX-Y: z'] })]),
      'part 1: a header line is folded.',
    ],
    [
      'a blank before the colon',
      multipart('b', [httpPart('GET A HTTP/1.1', { headers: ['Content-Length : 5'] })]),
      'part 1: a header line does not begin with a name.',
    ],
    [
      'a lone CR in a header',
      multipart('b', [httpPart('GET A HTTP/1.1', { headers: ['Accept: a/b\rIf-Match: *'] })]),
      'part 1: a header holds a control character.',
    ],
    [
      'NUL in a header',
      multipart('b', [httpPart('GET A HTTP/1.1', { headers: ['Accept: a\0b'] })]),
      'part 1: a header holds a control character.',
    ],
    [
      'chunks',
      multipart('b', [
        httpPart('POST A HTTP/1.1', { headers: ['Transfer-Encoding: chunked'], body: '0\r\n\r\n' }),
      ]),
      'part 1: the header transfer-encoding has no place inside a batch.',
    ],
    [
      'a compressed body',
      multipart('b', [httpPart('POST A HTTP/1.1', { headers: ['Content-Encoding: gzip'], body: 'x' })]),
      'part 1: the header content-encoding has no place inside a batch.',
    ],
    [
      'two types of a body',
      multipart('b', [
        httpPart('POST A HTTP/1.1', {
          headers: ['Content-Type: text/plain', 'content-type: application/json'],
          body: '{}',
        }),
      ]),
      'part 1: the header content-type is there twice.',
    ],
    [
      'two repeatability ids',
      multipart('b', [
        httpPart('POST A HTTP/1.1', {
          headers: ['Repeatability-Request-ID: 1', 'Repeatability-Request-ID: 2'],
          body: '{}',
        }),
      ]),
      'part 1: the header repeatability-request-id is there twice.',
    ],
    [
      'huge headers of a part',
      multipart('b', [`X: ${'x'.repeat(65_536)}\r\n${get}`]),
      'part 1: its headers are longer than the limit of 65536 characters.',
    ],
    [
      'huge inner headers',
      multipart('b', [httpPart('GET A HTTP/1.1', { headers: times(7_000, 'X: 456789') })]),
      'part 1: its headers are longer than the limit of 65536 characters.',
    ],
    [
      'headers that share the limit',
      multipart('b', [
        `X: ${'x'.repeat(40_000)}\r\n${httpPart('GET A HTTP/1.1', { headers: [`Y: ${'y'.repeat(40_000)}`] })}`,
      ]),
      'part 1: its headers are longer than',
    ],
    [
      'a huge request line and nothing else',
      multipart('b', [`Content-Type: application/http\r\n\r\nGET ${'A'.repeat(65_536)}`]),
      'part 1: its headers are longer than',
    ],
    [
      'a huge request line',
      multipart('b', [httpPart(`GET ${'A'.repeat(65_536)} HTTP/1.1`)]),
      'part 1: its headers are longer than',
    ],
    [
      'huge headers without end',
      `--b\r\n${'x'.repeat(70_000)}\r\n--b--`,
      'part 1: its headers are longer than',
    ],
    [
      '101 parts',
      multipart('b', times(101, get)),
      'part 101: the batch has more requests than the limit of 100.',
    ],
    [
      '101 requests, in change sets',
      multipart('b', times(26, changeSetPart('c', times(4, remove)))),
      'part 26, request 1: the batch has more requests than the limit of 100.',
    ],
    [
      '51 requests in a change set',
      multipart('b', [changeSetPart('c', times(51, remove))]),
      'part 1, request 51: there are more requests in one change set than the limit of 50.',
    ],
    ['empty parts without end', `--b\n`.repeat(800_000), 'part 1: no empty line ends its headers.'],
  ])('%s', (_, text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'InvalidBatch', message: expect.stringContaining(message) }),
    );
  });

  test('more than 4 MiB', () => {
    const body = 'x'.repeat(4 * 1024 * 1024);
    expect(() => parse(multipart('b', [post(body)]))).toThrow(
      expect.objectContaining({ code: 'BodyTooLarge', message: expect.stringContaining('4194304') }),
    );
  });

  test('100 requests, 50 of them in a change set, pass', () => {
    const parts = [changeSetPart('c', times(50, remove)), ...times(50, get)];
    expect(parse(multipart('b', parts))).toMatchObject({ parts: { length: 51 } });
  });

  test('headers as long as the limit pass, one character more does not', () => {
    const room = 65_536 - lines(get, '').length + 2 - 'X: \r\n'.length;
    const part = (length: number): string => `X: ${'x'.repeat(length)}\r\n${get}`;
    expect(parse(multipart('b', [part(room)]))).toMatchObject({ parts: { length: 1 } });
    expect(() => parse(multipart('b', [part(room + 1)]))).toThrow('longer than the limit');
  });
});
