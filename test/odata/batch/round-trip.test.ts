import * as fc from 'fast-check';
import type { Batch, BatchMethod, BatchPart, BatchRequest } from '../../../src/odata/batch/batch';
import { parseBatch } from '../../../src/odata/batch/parse-batch';
import { SEED, runs } from '../../differential/runs';
import { addresses, changeSetPart, httpPart, JSON_TYPE, multipart, ROOT } from './batch-texts';

const BOUNDARY = 'batch_5c2f1c6e';

interface Asked {
  readonly method: BatchMethod;
  /** Below the root, or behind a reference. */
  readonly address: string;
  readonly prefix: '' | '/odata/demo/' | typeof ROOT;
  readonly accept: string | undefined;
  readonly body: string;
  readonly hasId: boolean;
  /** Which earlier request to refer to; none if there is none. */
  readonly refersTo: number | undefined;
}

type AskedPart = Asked | readonly Asked[];

const address = fc
  .tuple(fc.stringMatching(/^[A-Z][a-z]{0,8}(\([0-9]{1,3}\))?$/), fc.constantFrom('', '?$top=1', '/Name'))
  .map((words) => words.join(''));

const body = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }).map((number) => `{"n":${number}.5}`),
  fc.constant('{"text":"--batch_5c2f1c6e"}'),
);

function asked(methods: readonly BatchMethod[]): fc.Arbitrary<Asked> {
  return fc.record({
    method: fc.constantFrom(...methods),
    address,
    prefix: fc.constantFrom('' as const, '/odata/demo/' as const, ROOT),
    accept: fc.option(fc.constantFrom('application/json', 'a/b;q=0.5, */*'), { nil: undefined }),
    body,
    hasId: fc.boolean(),
    refersTo: fc.option(fc.nat(), { nil: undefined }),
  });
}

const batch: fc.Arbitrary<readonly AskedPart[]> = fc.array(
  fc.oneof(
    asked(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
    fc.array(asked(['POST', 'PATCH', 'PUT', 'DELETE']), { minLength: 1, maxLength: 4 }),
  ),
  { maxLength: 8 },
);

/** What the batch means, and with it the URLs that are to be written: ids are only known once all is in order. */
class Expectation {
  private readonly ids: string[] = [];
  readonly urls = new Map<BatchRequest, string>();

  request(part: Asked, place: string, id: string | undefined, isJson: boolean): BatchRequest {
    const referred =
      part.refersTo === undefined ? undefined : this.ids[part.refersTo % (this.ids.length || 1)];
    const rest = `/${part.address}`;
    const hasBody = part.method !== 'GET' && part.method !== 'DELETE';
    const request: BatchRequest = {
      kind: 'request',
      place,
      id,
      method: part.method,
      target:
        referred === undefined
          ? { kind: 'address', target: part.address }
          : { kind: 'reference', id: referred, rest },
      headers: {
        ...(part.accept === undefined ? {} : { accept: part.accept }),
        ...(isJson && hasBody && part.body !== 'null' ? { 'content-type': JSON_TYPE } : {}),
      },
      body: hasBody && !(isJson && part.body === 'null') ? part.body : undefined,
      dependsOn: referred === undefined ? [] : [referred],
    };
    this.urls.set(request, referred === undefined ? part.prefix + part.address : `$${referred}${rest}`);
    if (id !== undefined) this.ids.push(id);
    return request;
  }

  urlOf(request: BatchRequest): string {
    return this.urls.get(request) ?? '';
  }
}

test('what is written as multipart is read again', () => {
  fc.assert(
    fc.property(batch, fc.boolean(), (parts, bareLineFeeds) => {
      const expectation = new Expectation();
      const expected = parts.map((part, index): BatchPart => {
        const place = `part ${index + 1}`;
        const idOf = ({ hasId }: Asked, within: number): string | undefined =>
          hasId ? `${index}.${within}` : undefined;
        if (!Array.isArray(part))
          return expectation.request(part as Asked, place, idOf(part as Asked, 0), false);
        const requests = part.map((inner: Asked, within) =>
          expectation.request(inner, `${place}, request ${within + 1}`, idOf(inner, within), false),
        );
        return { kind: 'changeSet', place, group: undefined, requests };
      });
      const written = multipart(
        BOUNDARY,
        expected.map((part) =>
          part.kind === 'request'
            ? writePart(part, expectation)
            : changeSetPart(
                `${BOUNDARY}_changes`,
                part.requests.map((request) => writePart(request, expectation)),
              ),
        ),
      );
      const text = bareLineFeeds ? written.replaceAll('\r\n', '\n') : written;
      const read = parseBatch(text, `multipart/mixed; boundary=${BOUNDARY}`, addresses);
      expect(read).toEqual({ format: 'multipart', parts: expected } satisfies Batch);
    }),
    { seed: SEED, numRuns: runs(0.3) },
  );
});

function writePart(request: BatchRequest, expectation: Expectation): string {
  const { id, method, headers, body } = request;
  return httpPart(`${method} ${expectation.urlOf(request)} HTTP/1.1`, {
    ...(id === undefined ? {} : { id }),
    headers: headers.accept === undefined ? [] : [`Accept: ${headers.accept}`],
    ...(body === undefined ? {} : { body }),
  });
}

test('what is written as JSON is read again, with each digit of its numbers', () => {
  fc.assert(
    fc.property(batch, (parts) => {
      const expectation = new Expectation();
      const expected = parts.map((part, index): BatchPart => {
        const idOf = (within: number): string => `${index}.${within}`;
        if (!Array.isArray(part))
          return expectation.request(part as Asked, `request '${idOf(0)}'`, idOf(0), true);
        const requests = part.map((inner: Asked, within) =>
          expectation.request(inner, `request '${idOf(within)}'`, idOf(within), true),
        );
        return { kind: 'changeSet', place: `atomicityGroup 'g${index}'`, group: `g${index}`, requests };
      });
      const written = expected.flatMap((part) =>
        part.kind === 'request'
          ? [writeJson(part, undefined, expectation)]
          : part.requests.map((request) => writeJson(request, part.group, expectation)),
      );
      const read = parseBatch(`{"requests":[${written.join(',')}]}`, JSON_TYPE, addresses);
      expect(read).toEqual({ format: 'json', parts: expected } satisfies Batch);
    }),
    { seed: SEED, numRuns: runs(0.3) },
  );
});

function writeJson(request: BatchRequest, group: string | undefined, expectation: Expectation): string {
  const { id, method, headers, body } = request;
  const url = expectation.urlOf(request);
  const members = JSON.stringify({ id, method: method.toLowerCase(), url, atomicityGroup: group, headers });
  return body === undefined ? members : `${members.slice(0, -1)},"body":${body}}`;
}
