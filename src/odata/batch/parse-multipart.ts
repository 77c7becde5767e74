/** Reads a multipart batch: requests and change sets, in order (Protocol 4.01, 11.7.7). */
import { type MediaRange, parseMediaType } from '../media-type';
import type { BatchPart, BatchRequest, ChangeSet } from './batch';
import { invalidBatch } from './batch-error';
import { isMultipart, readBoundary } from './batch-type';
import { finishRequest, type Reading } from './finish-request';
import { type HeaderBlock, readHeaderBlock, singleHeader, type Stretch } from './header-block';
import { innerHeaders } from './inner-headers';
import { readInnerRequest } from './read-inner-request';
import { splitMultipart } from './split-multipart';

export function parseMultipart(text: string, boundary: string, reading: Reading): readonly BatchPart[] {
  const parts: BatchPart[] = [];
  for (const stretch of splitMultipart(text, { start: 0, end: text.length }, boundary, 'the batch')) {
    const place = `part ${parts.length + 1}`;
    const part = openPart(text, stretch, place);
    parts.push(
      isMultipart(part.type)
        ? readChangeSet(text, part, place, reading)
        : readSingle(text, part, place, reading),
    );
  }
  return parts;
}

interface OpenPart {
  readonly type: MediaRange;
  readonly headers: HeaderBlock['headers'];
  readonly start: number;
  readonly content: Stretch;
}

function openPart(text: string, stretch: Stretch, place: string): OpenPart {
  const { headers, contentStart } = readHeaderBlock(text, stretch, stretch.start, place);
  if (contentStart === undefined) throw invalidBatch(place, 'no empty line ends its headers');
  const encoding = singleHeader(headers, 'content-transfer-encoding', place)?.toLowerCase();
  if (encoding !== undefined && encoding !== 'binary') {
    throw invalidBatch(place, 'its Content-Transfer-Encoding can only be binary');
  }
  const type = parseMediaType(singleHeader(headers, 'content-type', place) ?? '');
  if (type === undefined) throw invalidBatch(place, 'it has no Content-Type that can be read');
  return { type, headers, start: stretch.start, content: { start: contentStart, end: stretch.end } };
}

function readSingle(text: string, part: OpenPart, place: string, reading: Reading): BatchRequest {
  reading.tally.countRequest(place, 0);
  return readRequest(text, part, place, reading);
}

function readChangeSet(text: string, part: OpenPart, place: string, reading: Reading): ChangeSet {
  const boundary = readBoundary(part.type, place);
  const requests: BatchRequest[] = [];
  for (const stretch of splitMultipart(text, part.content, boundary, place)) {
    const innerPlace = `${place}, request ${requests.length + 1}`;
    reading.tally.countRequest(innerPlace, requests.length + 1);
    const inner = openPart(text, stretch, innerPlace);
    if (isMultipart(inner.type)) {
      throw invalidBatch(innerPlace, 'it is a change set inside a change set, where the limit is one level');
    }
    const request = readRequest(text, inner, innerPlace, reading);
    if (request.method === 'GET') throw invalidBatch(innerPlace, 'a change set holds no GET');
    requests.push(request);
  }
  if (requests.length === 0) throw invalidBatch(place, 'a change set has at least one request');
  return { kind: 'changeSet', place, group: undefined, requests };
}

function readRequest(text: string, part: OpenPart, place: string, reading: Reading): BatchRequest {
  if (part.type.type !== 'application' || part.type.subtype !== 'http') {
    throw invalidBatch(place, 'its Content-Type is neither application/http nor multipart/mixed');
  }
  const { method, url, headers, body } = readInnerRequest(text, part.content, part.start, place);
  const id = requestId(part.headers, headers, place);
  const kept = innerHeaders(headers, place);
  return finishRequest(
    { place, id, method, url, headers: kept, body, dependsOn: [], refusal: undefined },
    reading,
  );
}

/** Clients of Microsoft write it to the headers of the part, or to those of the request, or to both. */
function requestId(
  part: HeaderBlock['headers'],
  inner: HeaderBlock['headers'],
  place: string,
): string | undefined {
  const outerId = singleHeader(part, 'content-id', place);
  const innerId = singleHeader(inner, 'content-id', place);
  if (outerId !== undefined && innerId !== undefined && outerId !== innerId) {
    throw invalidBatch(place, 'its two Content-ID headers differ');
  }
  return outerId ?? innerId;
}
