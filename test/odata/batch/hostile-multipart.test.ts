import { parseBatch } from '../../../src/odata/batch/parse-batch';
import { addresses, changeSetPart, httpPart, lines, MULTIPART, multipart } from './batch-texts';

function parse(text: string): unknown {
  return parseBatch(text, MULTIPART, addresses);
}

const get = httpPart('GET Customers HTTP/1.1');
const remove = httpPart('DELETE Customers(1) HTTP/1.1');

describe('requests of hostile multipart batches', () => {
  test.each<readonly [string, string, string]>([
    [
      'a batch inside',
      multipart('b', [httpPart('POST $batch HTTP/1.1', { body: multipart('c', [get]) })]),
      'part 1: it is a batch inside the batch, where the limit is one level.',
    ],
    [
      'a batch inside a change set',
      multipart('b', [changeSetPart('c', [httpPart('POST /odata/demo/%24batch HTTP/1.1')])]),
      'part 1, request 1: it is a batch inside the batch',
    ],
    [
      'a change set in a change set',
      multipart('b', [changeSetPart('c', [changeSetPart('d', [remove])])]),
      'part 1, request 1: it is a change set inside a change set, where the limit is one level.',
    ],
    [
      'a GET in a change set',
      multipart('b', [changeSetPart('c', [remove, get])]),
      'part 1, request 2: a change set holds no GET.',
    ],
    [
      'an empty change set',
      multipart('b', [changeSetPart('c', [])]),
      'part 1: a change set has at least one request.',
    ],
    [
      'a change set without a boundary',
      multipart('b', ['Content-Type: multipart/mixed\r\n\r\nx']),
      'part 1 has no boundary of 1 to 70 characters',
    ],
    [
      'a change set with a boundary bomb',
      multipart('b', [changeSetPart('c'.repeat(71), [remove])]),
      'part 1 has no boundary of 1 to 70 characters',
    ],
    [
      'a change set with the boundary of the batch',
      multipart('b', [changeSetPart('b', [remove])]),
      'part 1: no empty line ends its headers.',
    ],
    [
      'a change set cut off',
      multipart('b', [changeSetPart('c', [remove]).replace('--c--', '')]),
      'part 1: there is no closing line of the boundary',
    ],
    [
      'a change set whose end is that of the batch',
      multipart('b', [changeSetPart('c', [remove]).replace('--c--', '--b--')]),
      'part 1: there is no closing line of the boundary',
    ],
    [
      'an id twice',
      multipart('b', [httpPart('GET A HTTP/1.1', { id: '1' }), httpPart('GET B HTTP/1.1', { id: '1' })]),
      "part 2: the id '1' is used twice.",
    ],
    [
      'an id twice, in and outside of a change set',
      multipart('b', [
        httpPart('GET A HTTP/1.1', { id: '1' }),
        changeSetPart('c', [httpPart('DELETE B HTTP/1.1', { id: '1' })]),
      ]),
      "part 2, request 1: the id '1' is used twice.",
    ],
    [
      'two ids',
      multipart('b', [httpPart('GET A HTTP/1.1', { id: '1', headers: ['Content-ID: 2'] })]),
      'part 1: its two Content-ID headers differ.',
    ],
    [
      'an id that would end a header',
      multipart('b', [httpPart('GET A HTTP/1.1', { id: '1; x="' })]),
      'part 1: an id is made of letters, digits and the characters - . _ ~ only.',
    ],
    [
      'an empty id',
      multipart('b', [httpPart('GET A HTTP/1.1', { id: '' })]),
      'part 1: an id is made of letters',
    ],
    [
      'a reference to itself',
      multipart('b', [httpPart('GET $1 HTTP/1.1', { id: '1' })]),
      'part 1: its URL begins with $1, which is no request before it.',
    ],
    [
      'references in a cycle',
      multipart('b', [httpPart('GET $2 HTTP/1.1', { id: '1' }), httpPart('GET $1 HTTP/1.1', { id: '2' })]),
      'part 1: its URL begins with $2, which is no request before it.',
    ],
    [
      'a reference to nobody',
      multipart('b', [httpPart('GET $nobody/Orders HTTP/1.1')]),
      'part 1: its URL begins with $nobody, which is no request before it.',
    ],
    [
      'a method that is none of ours',
      multipart('b', [httpPart('TRACE A HTTP/1.1')]),
      'part 1: its method is none of GET, POST, PATCH, PUT, DELETE.',
    ],
    [
      'HEAD',
      multipart('b', [httpPart('HEAD A HTTP/1.1')]),
      'part 1: its method is none of GET, POST, PATCH, PUT, DELETE.',
    ],
    [
      'CONNECT to another host',
      multipart('b', [httpPart('CONNECT evil.example:443 HTTP/1.1')]),
      'part 1: its method is none of',
    ],
    ['a method in lower case', multipart('b', [httpPart('get A HTTP/1.1')]), 'part 1: its method is none of'],
    [
      'no request line',
      multipart('b', [lines('Content-Type: application/http', '', '')]),
      'part 1: it does not begin with a request line.',
    ],
    [
      'a response',
      multipart('b', [httpPart('HTTP/1.1 200 OK')]),
      'part 1: it does not begin with a request line.',
    ],
    [
      'an empty line before the request line',
      multipart('b', [httpPart('\r\nGET A HTTP/1.1')]),
      'part 1: it does not begin with a request line.',
    ],
    [
      'another version of HTTP',
      multipart('b', [httpPart('GET A HTTP/2.0')]),
      'part 1: the version in its request line is not HTTP/1.1.',
    ],
    [
      'a GET with a body',
      multipart('b', [httpPart('GET A HTTP/1.1', { body: 'x' })]),
      'part 1: a GET has no body.',
    ],
    [
      'a DELETE with a body',
      multipart('b', [httpPart('DELETE A HTTP/1.1', { body: '{}' })]),
      'part 1: a DELETE has no body.',
    ],
    [
      'a second request in the body of a GET',
      multipart('b', [httpPart('GET A HTTP/1.1', { body: 'DELETE A(1) HTTP/1.1\r\n\r\n' })]),
      'part 1: a GET has no body.',
    ],
    [
      'no empty line before a body',
      multipart('b', [lines('Content-Type: application/http', '', 'POST A HTTP/1.1', 'Accept: a/b')]),
      'part 1: no empty line ends the headers of the request.',
    ],
  ])('%s', (_, text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'InvalidBatch', message: expect.stringContaining(message) }),
    );
  });
});
