/**
 * The read pipeline: parse, bind, plan, fetch, evaluate, serialise. One function composes it; each stage is a file of its own.
 */
import type { EntitySet, ServiceModel } from '../model/entity-set';
import { bindRequest } from '../odata/bind/bind-request';
import { contextUrl } from '../odata/context-url';
import { entityTag } from '../odata/entity-tag';
import { negotiateFormat, type ResourceKind, type ResponseFormat } from '../odata/negotiate';
import { parsePreferences, preferenceApplied, type PreferenceName } from '../odata/preferences';
import type { CollectionRequest, EntityRequest, ReadQuery, ReadRequest } from '../odata/read-query';
import type { Window } from '../plan/plan-read';
import { serialiseCollection, serialiseEntity, serialiseProperty } from '../odata/serialise-response';
import { rawValue } from '../odata/serialise-value';
import { checkVersionHeaders } from '../odata/version-headers';
import type { CallContext, Row } from '../provider-sdk/index';
import type { Operation } from '../record/query-record';
import { allowMethod, isBatch } from './allow-method';
import { setInService } from '../cache/cache-statistics';
import { answerFromCache } from './answer-from-cache';
import { answerKey, type RowRequest } from './answer-key';
import { answerMetadata, answerServiceDocument, isUnchanged } from './answer-metadata';
import { partitionOf } from './caller-partition';
import type { Answer, Incoming } from './incoming';
import { keyQuery } from './key-query';
import { MissingRow } from './missing-row';
import type { OpenService } from './open-service';
import { pageWindow } from './page-window';
import { type ParsedRequest, parseRequest } from './parse-request';
import { nowText } from './request-instant';
import { rowWriterFor } from './row-writer';
import { type Run, runCachedQuery, scopeOf } from './run-query';
import { asRequestError } from './upstream-error';

/** Everything that the stages of one request share. */
interface Reading {
  readonly incoming: Incoming;
  readonly parsed: ParsedRequest;
  readonly service: OpenService;
  readonly model: ServiceModel;
  readonly context: CallContext;
  /** What the answer turns out to depend on besides its rows, also if that is that there is none. */
  readonly tags: Set<string>;
}

/** @throws {RequestError | ProviderError} whatever keeps the request from a good answer; for rows in words of their set */
export async function answerRead(
  incoming: Incoming,
  service: OpenService,
  context: CallContext,
): Promise<Answer> {
  checkVersionHeaders(incoming.headers['odata-version'], incoming.headers['odata-maxversion']);
  const { notes, body } = incoming;
  if (body !== undefined) notes?.gaveOptions(body);
  const parsed = parseRequest(incoming, service.limits);
  notes?.ended('parse');
  const allowed = allowMethod(incoming.method, parsed, service.definition);
  // All that is read of a batch is what may be done with it.
  if (isBatch(parsed)) return answerOptions(allowed);
  const model = await service.model();
  const request = bindRequest({ path: parsed.path, options: parsed.options, model, now: nowText() });
  notes?.ended('bind');
  notes?.understood(...subjectOf(request));
  if (incoming.method === 'OPTIONS') return answerOptions(allowed);
  return answer(request, { incoming, parsed, service, model, context, tags: new Set() });
}

/** What is asked, for the record. */
function subjectOf(request: ReadRequest): readonly [Operation, string?] {
  switch (request.kind) {
    case 'serviceDocument':
    case 'metadata':
      return ['metadata'];
    case 'collection':
      return ['list', request.query.entitySet.name];
    case 'count':
      return ['count', request.query.entitySet.name];
    case 'entity':
      return ['row', request.entitySet.name];
  }
}

function answerOptions(allowed: readonly string[]): Answer {
  return { status: 204, headers: { Allow: allowed.join(', ') } };
}

async function answer(request: ReadRequest, reading: Reading): Promise<Answer> {
  const { model, service, incoming, parsed } = reading;
  switch (request.kind) {
    case 'serviceDocument':
      return answerServiceDocument(model, service.root, incoming.headers, parsed.options.format);
    case 'metadata':
      return answerMetadata(model, incoming.headers, parsed.options.format);
    case 'collection':
    case 'count':
    case 'entity':
      return ifChanged(await answerRows(request, reading), incoming);
  }
}

async function answerRows(request: RowRequest, reading: Reading): Promise<Answer> {
  const entitySet = request.kind === 'entity' ? request.entitySet : request.query.entitySet;
  try {
    return await answerRowsOf(entitySet, request, reading);
  } catch (error) {
    throw asRequestError(error, entitySet);
  }
}

/** From memory where the set is cached and the answer may be stored at all. */
async function answerRowsOf(entitySet: EntitySet, request: RowRequest, reading: Reading): Promise<Answer> {
  const { service, context } = reading;
  const policy = service.cachePolicies.get(entitySet.name);
  const key = policy === undefined ? undefined : keyOf(request, reading);
  if (policy === undefined || key === undefined) {
    const { askedAt: _, ...answered } = await answerFresh(request, reading);
    return answered;
  }
  const set = setInService(service.definition.name, entitySet.name);
  const address = { set, key, ...partitionOf(entitySet, context) };
  const row = request.kind === 'entity' ? service.decode(entitySet.key, request.key) : undefined;
  return answerFromCache(
    { cache: service.cache, policy, address, entitySet, key: row, signal: context.signal },
    (signal, tags) => answerFresh(request, { ...reading, tags, context: { ...context, signal } }),
  );
}

function keyOf(request: RowRequest, reading: Reading): string | undefined {
  const { service, incoming, parsed } = reading;
  const { maxPageSize, omitValues, written } = parsePreferences(incoming.headers.prefer, service.maxPageSize);
  return answerKey({
    service: service.definition.name,
    request,
    options: parsed.options,
    format: formatFor(formatKindOf(request), reading),
    preferred: [maxPageSize, omitValues, written.maxPageSize, written.omitValues],
  });
}

function formatKindOf(request: RowRequest): ResourceKind {
  if (request.kind === 'count') return 'count';
  return request.kind === 'entity' && request.property?.raw === true ? 'raw' : 'json';
}

async function answerFresh(request: RowRequest, reading: Reading): Promise<Answer> {
  switch (request.kind) {
    case 'collection':
      return answerCollection(request, reading);
    case 'count':
      return answerCount(request.query, reading);
    case 'entity':
      return answerEntity(request, reading);
  }
}

/** 304 to whoever has the row as it is (RFC 9110, 13.1.2). */
function ifChanged(answer: Answer, { headers }: Incoming): Answer {
  const etag = answer.headers['ETag'];
  if (etag === undefined || !isUnchanged(headers['if-none-match'], etag)) return answer;
  const { storedAt } = answer;
  return { status: 304, headers: { ETag: etag }, ...(storedAt === undefined ? {} : { storedAt }) };
}

async function answerCollection(request: CollectionRequest, reading: Reading): Promise<Answer> {
  const { service, model, parsed, incoming } = reading;
  const { query } = request;
  const format = formatFor('json', reading);
  const { identity, offset, pageSize, window, preferences } = pageWindow(
    request,
    parsed,
    incoming.headers.prefer,
    service,
  );
  const { rows, count, ...run } = await runFor(query, window, reading);

  const page = rows.length > pageSize ? rows.slice(0, pageSize) : rows;
  incoming.notes?.returned(page.length);
  const omitNulls = preferences.omitValues !== undefined;
  const body = serialiseCollection({
    context: contextUrl(service.root, {
      kind: 'collection',
      entitySet: query.entitySet.name,
      selected: request.selected,
    }),
    count: query.count ? count : undefined,
    rows: page,
    writeRow: rowWriterFor({ rows: query, format, omitNulls, service, model }),
    nextLink: page.length < rows.length ? nextLink(identity(), offset + page.length, service) : undefined,
    format,
  });
  const honoured: readonly PreferenceName[] = [
    ...(preferences.maxPageSize === undefined ? [] : (['maxPageSize'] as const)),
    ...(omitNulls ? (['omitValues'] as const) : []),
  ];
  return { ...ok(body, format, applied(preferenceApplied(preferences, honoured))), ...askedAtOf(run) };
}

/** Absolute, and complete in itself: whoever has the link needs nothing else (dataverse-client 2.5). */
function nextLink(identity: string, offset: number, { root, tokens }: OpenService): string {
  const separator = identity.endsWith('?') ? '' : '&';
  return `${root}${identity}${separator}$skiptoken=${tokens.issue(identity, offset)}`;
}

async function answerCount(query: ReadQuery, reading: Reading): Promise<Answer> {
  const format = formatFor('count', reading);
  const { count, ...run } = await runFor(query, { skip: 0, top: 0 }, reading);
  return { ...ok(String(count ?? 0), format, {}), ...askedAtOf(run) };
}

async function answerEntity(request: EntityRequest, reading: Reading): Promise<Answer> {
  const { entitySet, key, select, property } = request;
  const query = keyQuery(entitySet, key, select);
  const { rows, ...run } = await runFor(query, { skip: 0, top: 1 }, reading);
  const [row] = rows;
  if (row === undefined) throw new MissingRow(entitySet, key, run.askedAt);
  reading.incoming.notes?.returned(1);
  const etag = entityTag(entitySet, row);
  const headers = etag === undefined ? {} : { ETag: etag };
  const format = formatFor(formatKindOf(request), reading);
  const answered =
    property === undefined
      ? answerWholeEntity(request, row, headers, format, reading)
      : answerProperty(request, row, headers, format, reading);
  return { ...answered, ...askedAtOf(run) };
}

function answerWholeEntity(
  request: EntityRequest,
  row: Row,
  headers: Answer['headers'],
  format: ResponseFormat,
  reading: Reading,
): Answer {
  const { service, model, incoming } = reading;
  const preferences = parsePreferences(incoming.headers.prefer);
  const omitNulls = preferences.omitValues !== undefined;
  const writeRow = rowWriterFor({ rows: request, format, omitNulls, service, model });
  const context = contextUrl(service.root, {
    kind: 'entity',
    entitySet: request.entitySet.name,
    selected: request.selected,
  });
  const body = serialiseEntity({ context, row, writeRow, format });
  return ok(body, format, {
    ...headers,
    ...applied(preferenceApplied(preferences, omitNulls ? ['omitValues'] : [])),
  });
}

async function runFor(
  query: ReadQuery,
  window: Window,
  { service, model, context, tags, incoming: { notes } }: Reading,
): Promise<Run> {
  const run = await runCachedQuery(query, window, { service, model, context, notes });
  notes?.ended('fetch');
  notes?.fetched(run.scanned);
  for (const tag of run.tags ?? []) tags.add(tag);
  return run;
}

function askedAtOf({ askedAt }: Pick<Run, 'askedAt'>): Pick<Answer, 'askedAt'> {
  return askedAt === undefined ? {} : { askedAt };
}

function answerProperty(
  { entitySet, key, property: asked }: EntityRequest,
  row: Row,
  headers: Answer['headers'],
  format: ResponseFormat,
  { service, model }: Reading,
): Answer {
  if (asked === undefined) return { status: 204, headers };
  const { property, raw } = asked;
  const value = scopeOf(service, model).readProperty(property)(row);
  // Null has no representation here: 204 for the property and for its $value (Protocol 4.01, 11.2.4).
  if (value === null) return { status: 204, headers };
  if (raw) return ok(rawValue(value, property.type), format, headers);
  const context = contextUrl(service.root, {
    kind: 'property',
    entitySet: entitySet.name,
    key,
    property: property.name,
  });
  return ok(
    serialiseProperty({ context, property, namespace: model.namespace, value, format }) ?? '',
    format,
    headers,
  );
}

function formatFor(kind: ResourceKind, { incoming, parsed }: Reading): ResponseFormat {
  return negotiateFormat({ kind, accept: incoming.headers.accept, formatOption: parsed.options.format });
}

function applied(preference: string | undefined): Readonly<Record<string, string>> {
  return preference === undefined ? {} : { 'Preference-Applied': preference };
}

function ok(
  body: string | Uint8Array,
  format: ResponseFormat,
  headers: Readonly<Record<string, string>>,
): Answer {
  return { status: 200, headers: { 'Content-Type': format.contentType, ...headers }, body };
}
