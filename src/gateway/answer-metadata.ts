/** Answers `$metadata` and the service document from the model; the documents are written once per model. */
import { metadataETag } from '../odata/entity-tag';
import { metadataJson } from '../odata/metadata-json';
import { metadataXml } from '../odata/metadata-xml';
import { negotiateFormat } from '../odata/negotiate';
import { serviceDocument } from '../odata/service-document';
import type { ServiceModel } from '../model/entity-set';
import type { Answer, IncomingHeaders } from './incoming';

interface Document {
  readonly text: string;
  readonly etag: string;
}

const documents = new WeakMap<ServiceModel, Map<'xml' | 'json', Document>>();

export function answerMetadata(
  model: ServiceModel,
  headers: IncomingHeaders,
  formatOption: string | undefined,
): Answer {
  const format = negotiateFormat({ kind: 'metadata', accept: headers.accept, formatOption });
  const { text, etag } = documentOf(model, format.syntax === 'xml' ? 'xml' : 'json');
  if (isUnchanged(headers['if-none-match'], etag)) return { status: 304, headers: { ETag: etag } };
  return { status: 200, headers: { 'Content-Type': format.contentType, ETag: etag }, body: text };
}

function documentOf(model: ServiceModel, syntax: 'xml' | 'json'): Document {
  const written = documents.get(model) ?? new Map<'xml' | 'json', Document>();
  documents.set(model, written);
  let document = written.get(syntax);
  if (document === undefined) {
    const text = syntax === 'xml' ? metadataXml(model) : metadataJson(model);
    document = { text, etag: metadataETag(text) };
    written.set(syntax, document);
  }
  return document;
}

export function answerServiceDocument(
  model: ServiceModel,
  root: string,
  headers: IncomingHeaders,
  formatOption: string | undefined,
): Answer {
  const format = negotiateFormat({ kind: 'json', accept: headers.accept, formatOption });
  return {
    status: 200,
    headers: { 'Content-Type': format.contentType },
    body: serviceDocument(model, root, format),
  };
}

/** `If-None-Match` compares weakly (RFC 9110, 13.1.2). */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}
