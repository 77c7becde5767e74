/** Makes a request of a batch from what its part says, in whichever format: URL, references and id are checked here. */
import { RequestError } from '../../errors';
import type { JsonTree } from '../body/json-tree';
import { readJson } from '../body/read-json';
import type { BatchMethod, BatchRequest, BatchTarget } from './batch';
import { invalidBatch } from './batch-error';
import { type BatchTally, shownId } from './batch-tally';
import type { InnerHeaders } from './inner-headers';
import { type Addresses, readTarget } from './read-target';

/** What reading a batch needs besides its text. */
export interface Reading {
  readonly tally: BatchTally;
  readonly addresses: Addresses;
}

export interface WrittenRequest {
  readonly place: string;
  readonly id: string | undefined;
  readonly method: BatchMethod;
  readonly url: string;
  readonly headers: InnerHeaders;
  readonly body: string | undefined;
  /** As JSON says it; checked by the reader of that format. */
  readonly dependsOn: readonly string[];
  /** What the format asks for and this service cannot do: the request alone is refused. */
  readonly refusal: RequestError | undefined;
}

export function finishRequest(written: WrittenRequest, { tally, addresses }: Reading): BatchRequest {
  const { place, id, method, url, headers, body, dependsOn } = written;
  const addressed = readTarget(url, addresses, place);
  const referred = addressed.kind === 'reference' ? [addressed.id] : [];
  for (const name of referred) {
    // Later ones are not found either, so that no two requests can wait for each other.
    if (tally.find(name) === 'request') continue;
    throw invalidBatch(place, `its URL begins with $${shownId(name)}, which is no request before it`);
  }
  if (id !== undefined) tally.claim(id, 'request', place);
  const refusal = written.refusal ?? referenceRefusal(headers, body, place);
  const target: BatchTarget = refusal === undefined ? addressed : { kind: 'refused', error: refusal };
  return {
    kind: 'request',
    place,
    id,
    method,
    target,
    headers,
    body,
    dependsOn: [...new Set([...dependsOn, ...referred])],
  };
}

/** References that services MAY resolve and this one does not (Protocol 4.01, 11.7.4 to 11.7.6). */
function referenceRefusal(
  headers: InnerHeaders,
  body: string | undefined,
  place: string,
): RequestError | undefined {
  for (const name of ['if-match', 'if-none-match'] as const) {
    if (headers[name]?.startsWith('$') === true) return notReferred(place, `the header ${name}`);
  }
  return body !== undefined && bindsReference(body)
    ? notReferred(place, '@odata.bind of the body')
    : undefined;
}

function notReferred(place: string, where: string): RequestError {
  const message = `${place}: ${where} refers to another request of the batch; only a URL can begin with such a reference.`;
  return new RequestError('NotImplemented', message, { target: place });
}

/** A body that cannot be read is left to the request itself, which will say why. */
function bindsReference(body: string): boolean {
  if (!body.includes('bind"')) return false;
  try {
    return holdsReference(readJson(body));
  } catch {
    return false;
  }
}

/** The reader has counted the levels of the tree. */
function holdsReference(tree: JsonTree): boolean {
  switch (tree.kind) {
    case 'null':
    case 'boolean':
    case 'number':
    case 'text':
      return false;
    case 'list':
      return tree.items.some(holdsReference);
    case 'object':
      return [...tree.members].some(([name, value]) =>
        isBind(name) ? isReference(value) : holdsReference(value),
      );
  }
}

/** 4.01 knows it without `odata.`. */
function isBind(name: string): boolean {
  return name.endsWith('@odata.bind') || name.endsWith('@bind');
}

function isReference(tree: JsonTree): boolean {
  if (tree.kind === 'list') return tree.items.some(isReference);
  return tree.kind === 'text' && tree.value.startsWith('$');
}
