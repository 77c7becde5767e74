import { parseBatch } from '../../../src/odata/batch/parse-batch';
import { addresses, JSON_TYPE } from './batch-texts';

function parse(text: string): unknown {
  return parseBatch(text, JSON_TYPE, addresses);
}

const request = { id: '1', method: 'GET', url: 'A' };
const json = (...requests: readonly unknown[]): string => JSON.stringify({ requests });

describe('hostile JSON batches', () => {
  test.each<readonly [string, string, string]>([
    ['an empty body', '', 'the batch: The body is empty'],
    ['no JSON', 'GET A', 'the batch: The body is no valid JSON'],
    ['JSON cut off', '{"requests":[{"id":"1"', 'the batch: The body is no valid JSON'],
    ['a list', '[]', 'the batch: it is no JSON object.'],
    ['no requests', '{}', "the batch: it has no list 'requests'."],
    ['requests that are no list', '{"requests":{}}', "the batch: it has no list 'requests'."],
    [
      'an unknown member of the batch',
      '{"requests":[],"responses":[]}',
      'the batch: only the members requests are known.',
    ],
    ['a request that is no object', json(1), 'request 1: it is no JSON object.'],
    ['null for a request', json(request, null), 'request 2: it is no JSON object.'],
    ['no id', json({ ...request, id: undefined }), "request 1: it has no 'id'."],
    ['an id that is a number', json({ ...request, id: 1 }), "request 1: its 'id' is no text."],
    ['an id that would end a header', json({ ...request, id: '1\r\nX: y' }), 'an id is made of letters'],
    ['an id twice', json(request, request), "request '1': the id '1' is used twice."],
    [
      'a member twice',
      '{"requests":[{"id":"1","method":"GET","url":"A","url":"B"}]}',
      "the name 'url' for the second time",
    ],
    [
      'an id that is the name of a group',
      json({ ...request, id: 'g', method: 'POST' }, { ...request, method: 'DELETE', atomicityGroup: 'g' }),
      "request '1': the id 'g' is used twice.",
    ],
    [
      'a group with the id of its request',
      json({ ...request, method: 'DELETE', atomicityGroup: '1' }),
      "request '1': the id '1' is used twice.",
    ],
    [
      'a group in two places',
      json(
        { ...request, method: 'DELETE', atomicityGroup: 'g' },
        { ...request, id: '2' },
        { ...request, id: '3', method: 'DELETE', atomicityGroup: 'g' },
      ),
      "request '3': the requests of its atomicityGroup do not stand side by side.",
    ],
    [
      'a group that is no text',
      json({ ...request, atomicityGroup: {} }),
      "request '1': its 'atomicityGroup' is no text.",
    ],
    [
      'a GET in a group',
      json({ ...request, atomicityGroup: 'g' }),
      "request '1': an atomicity group holds no GET.",
    ],
    ['no method', json({ ...request, method: undefined }), "request '1': it has no 'method'."],
    ['HEAD', json({ ...request, method: 'HEAD' }), "request '1': its method is none of GET"],
    ['no URL', json({ ...request, url: undefined }), "request '1': it has no 'url'."],
    [
      'a batch inside',
      json({ ...request, method: 'POST', url: '/odata/demo/$batch', body: { requests: [] } }),
      "request '1': it is a batch inside the batch",
    ],
    ['an unknown member', json({ ...request, uri: 'B' }), "request '1': only the members id, method, url,"],
    ['a body of a GET', json({ ...request, body: {} }), "request '1': a GET has no body."],
    [
      'a body of a DELETE',
      json({ ...request, method: 'DELETE', body: '' }),
      "request '1': a DELETE has no body.",
    ],
    [
      'JSON that claims to be text',
      json({ ...request, method: 'POST', headers: { 'content-type': 'text/plain' }, body: {} }),
      "request '1': its body is JSON, but its content-type is not.",
    ],
    [
      'headers that are a list',
      json({ ...request, headers: [] }),
      "request '1': its headers are no JSON object.",
    ],
    [
      'a header that is no text',
      json({ ...request, headers: { accept: ['a'] } }),
      "request '1': a header has a value that is no text.",
    ],
    [
      'a header in a header',
      json({ ...request, headers: { accept: 'a\r\nif-match: *' } }),
      "request '1': a header holds a control character.",
    ],
    [
      'a name that is none',
      json({ ...request, headers: { 'accept: x\r\nb': 'a' } }),
      "request '1': a header has a name that is none.",
    ],
    [
      'a header in two cases',
      json({ ...request, headers: { 'if-match': '"1"', 'If-Match': '"2"' } }),
      "request '1': a header is there twice, in different case.",
    ],
    [
      'chunks',
      json({ ...request, headers: { 'transfer-encoding': 'chunked' } }),
      "request '1': the header transfer-encoding has no place inside a batch.",
    ],
    [
      'huge headers',
      json({ ...request, headers: { x: 'x'.repeat(65_536) } }),
      "request '1': its headers are longer than the limit of 65536 characters.",
    ],
    [
      'dependsOn that is a text',
      json({ ...request, dependsOn: '0' }),
      "request '1': dependsOn is a list of ids.",
    ],
    [
      'dependsOn of numbers',
      json({ ...request, dependsOn: [0] }),
      "request '1': dependsOn is a list of ids.",
    ],
    [
      'dependsOn itself',
      json({ ...request, dependsOn: ['1'] }),
      "request '1': it depends on '1', which is no request or group before it.",
    ],
    [
      'dependsOn a later request',
      json({ ...request, dependsOn: ['2'] }, { ...request, id: '2' }),
      "request '1': it depends on '2', which is no request or group before it.",
    ],
    [
      'dependsOn its own group',
      json({ ...request, method: 'DELETE', atomicityGroup: 'g', dependsOn: ['g'] }),
      "request '1': it depends on 'g', which is no request or group before it.",
    ],
    [
      'dependsOn a name that objects are born with',
      json({ ...request, dependsOn: ['__proto__'] }),
      "it depends on '__proto__'",
    ],
    [
      'a reference to a later request',
      json({ ...request, url: '$2' }, { ...request, id: '2' }),
      "request '1': its URL begins with $2, which is no request before it.",
    ],
    [
      'a reference to a group',
      json({ ...request, method: 'DELETE', atomicityGroup: 'g' }, { ...request, id: '2', url: '$g' }),
      "request '2': its URL begins with $g, which is no request before it.",
    ],
    [
      '101 requests',
      json(...Array.from({ length: 101 }, (_, id) => ({ ...request, id: String(id) }))),
      "request '100': the batch has more requests than the limit of 100.",
    ],
    [
      '51 requests in a group',
      json(
        ...Array.from({ length: 51 }, (_, id) => ({
          id: String(id),
          method: 'DELETE',
          url: 'A',
          atomicityGroup: 'g',
        })),
      ),
      "request '50': there are more requests in one change set than the limit of 50.",
    ],
    ['a tower of lists', `{"requests":${'['.repeat(100_000)}`, 'more than 35 levels of nesting'],
    [
      'half a surrogate pair',
      '{"requests":[{"id":"1","method":"POST","url":"A","body":"\\ud800"}]}',
      'half a surrogate pair',
    ],
  ])('%s', (_, text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'InvalidBatch', message: expect.stringContaining(message) }),
    );
  });
});
