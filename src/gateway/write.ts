/**
 * The write pipeline: parse, bind, plan, raise the cache's generation, send, raise it again, read back, serialise, record.
 */
import { ProviderTags } from '../cache/provider-tags';
import { RequestError } from '../errors';
import type { ServiceModel } from '../model/entity-set';
import { unknownResource } from '../odata/bind/bind-request';
import { meetsPrecondition } from '../odata/bind/bind-write-precondition';
import { entityTag } from '../odata/entity-tag';
import { checkVersionHeaders } from '../odata/version-headers';
import type { PlannedNothing, PlannedWrite } from '../plan/plan-write';
import type { CallContext, Key, Row, WriteResult } from '../provider-sdk/index';
import { allowMethod } from './allow-method';
import { answerDelete, answerInsert, answerUpdate } from './answer-write';
import { carryOut } from './carry-out-write';
import { tagOfSet, tagsOfChange, tagsOfRow } from './change-tags';
import { afterRequest } from './detached-call';
import { findRow, guidOf, type RowPlace } from './find-row';
import type { Answer, Incoming } from './incoming';
import { MissingRow } from './missing-row';
import type { OpenService } from './open-service';
import { type ParsedRequest, parseRequest } from './parse-request';
import { prepareWrite, type PreparedWrite } from './prepare-write';
import { nowText } from './request-instant';
import { withSpelledVersion } from './spell-version';
import { asUnsentError, asWriteError } from './write-fault';
import { WriteRecorder } from './write-recorder';

/** A change on its way, and the row that it is about. */
export interface Writing {
  readonly write: PreparedWrite;
  readonly place: RowPlace;
  readonly context: CallContext;
  readonly record: WriteRecorder;
}

/** @throws {RequestError} whatever keeps the change from being made, in the words of `asWriteError` */
export async function answerWrite(
  incoming: Incoming,
  service: OpenService,
  context: CallContext,
): Promise<Answer> {
  const record = new WriteRecorder(incoming, service.definition.name, service.record);
  try {
    const parsed = parseWrite(incoming, service);
    const model = await modelOf(service);
    const write = prepareWrite(incoming, parsed, model, service, nowText());
    record.prepared(write);
    const place = { entitySet: write.entitySet, service, model };
    const answered = await answer({ write, place, context, record });
    record.made(answered);
    return answered;
  } catch (error) {
    record.failed(error);
    throw error;
  }
}

/** Everything that can be refused without a call and without a model. */
export function parseWrite(incoming: Incoming, { limits, definition }: OpenService): ParsedRequest {
  checkVersionHeaders(incoming.headers['odata-version'], incoming.headers['odata-maxversion']);
  const parsed = parseRequest(incoming, limits);
  const [first] = parsed.path.segments;
  if (first?.kind === 'name' && !definition.entitySets.some(({ name }) => name === first.name))
    throw unknownResource(first.name);
  allowMethod(incoming.method, parsed, definition);
  return parsed;
}

/** The sources may have to be asked for it. */
export function modelOf(service: OpenService): Promise<ServiceModel> {
  return service.model().catch((error: unknown) => {
    throw asUnsentError(error);
  });
}

async function answer(writing: Writing): Promise<Answer> {
  const { plan } = writing.write;
  switch (plan.kind) {
    case 'nothing':
      return answerNothing(plan, writing);
    case 'write':
      return answerDone(plan, await send(plan, writing), writing);
  }
}

/** An update without a change is no reason to call the source but to see that the row is there. */
async function answerNothing({ key }: PlannedNothing, writing: Writing): Promise<Answer> {
  const { write, place } = writing;
  const row = await requireRow(key, writing);
  return answerUpdate(write.preferences.return === 'representation' ? row : undefined, write, place);
}

async function send(plan: PlannedWrite, writing: Writing): Promise<WriteResult> {
  const { write, place, context, record } = writing;
  const { command } = plan;
  if (plan.versionCheck.by === 'gateway' && command.kind !== 'insert') await requireRow(command.key, writing);
  const names = new ProviderTags(place.entitySet.connection);
  // Before the last raise: a reader who has looked for the alias in vain must not leave that to later ones.
  const work = async (): Promise<WriteResult> => {
    const naming = { ...context, tag: names.add };
    const result = await withSpelledVersion(command, place, context, (spelled) =>
      carryOut(spelled, place, naming, record),
    );
    await rememberAlias(plan, result, place);
    return result;
  };
  try {
    return await place.service.changing(
      {
        tags: tagsOfChange(place.entitySet, command),
        tagsOf: ({ key }) => tagsOfRow(place.entitySet, key),
        named: () => names.raised(),
        lateTags: [tagOfSet(place.entitySet)],
      },
      work,
    );
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (write.isUpsert && error.code === 'Conflict') throw rowIsThere(error, writing);
    throw error.code === 'VersionMismatch'
      ? await withBothVersions(error, plan, writing)
      : withOnlyTarget(error, plan);
  }
}

/** What is wrong with a change of one property is wrong with that, whether or not the source names it. */
function withOnlyTarget(error: RequestError, { properties }: PlannedWrite): RequestError {
  const [only, further] = properties;
  if (error.code !== 'InvalidValue' || error.target !== undefined || further !== undefined) return error;
  return new RequestError(error.code, error.message, {
    cause: error.cause,
    ...(only === undefined ? {} : { target: only }),
  });
}

/** `If-None-Match: *` is not true of a row that is there already: 412 (Protocol 4.01, 11.4.4). */
function rowIsThere(cause: RequestError, { write }: Writing): RequestError {
  return new RequestError('VersionMismatch', `a row with the key ${write.key ?? ''} is there already.`, {
    cause,
    target: 'If-None-Match',
  });
}

/** Whoever was too late is told what is there now, as far as it can be read. */
async function withBothVersions(
  error: RequestError,
  { command }: PlannedWrite,
  writing: Writing,
): Promise<RequestError> {
  const { place, write, context } = writing;
  if (command.kind === 'insert' || write.precondition.match === undefined) return error;
  const row = await findRow(command.key, place, context).catch(() => undefined);
  return row === undefined ? error : versionMismatch(row, writing, error);
}

function versionMismatch(row: Row, { write }: Writing, cause?: unknown): RequestError {
  const { precondition, entitySet } = write;
  const header = precondition.match === undefined ? 'If-None-Match' : 'If-Match';
  const asked = precondition.match ?? precondition.noneMatch ?? [];
  const given = typeof asked === 'string' ? asked : asked.join(', ');
  return new RequestError(
    'VersionMismatch',
    `the row was changed since it was read: ${header} is ${given}, its ETag is ${entityTag(entitySet, row) ?? 'unknown'}.`,
    { target: header, cause },
  );
}

/** @throws {RequestError} NotFound; VersionMismatch if the row does not meet the precondition */
async function requireRow(key: Key, writing: Writing): Promise<Row> {
  const { write, place, context } = writing;
  const { entitySet, precondition } = write;
  const row = await findRow(key, place, context).catch((error: unknown) => {
    throw asWriteError(error, entitySet);
  });
  if (row === undefined) throw new MissingRow(entitySet, write.key ?? '');
  if (meetsPrecondition(precondition, { etag: entityTag(entitySet, row) })) return row;
  throw versionMismatch(row, writing);
}

export async function answerDone(plan: PlannedWrite, result: WriteResult, writing: Writing): Promise<Answer> {
  const { write, place } = writing;
  const wish = write.preferences.return;
  switch (plan.command.kind) {
    case 'insert': {
      const guid = guidOf(result.key, place.entitySet, place.service);
      const row = wish === 'minimal' ? undefined : await readBack(result, writing);
      return answerInsert(guid, row, write, place);
    }
    case 'update':
      return answerUpdate(
        wish === 'representation' ? await readBack(result, writing) : undefined,
        write,
        place,
      );
    case 'delete':
      return answerDelete;
  }
}

/** The row is made, and its true Guid is in the answer: an alias that cannot be kept is no reason to fail. */
export async function rememberAlias(
  { alias }: PlannedWrite,
  { key }: WriteResult,
  { entitySet, service }: RowPlace,
): Promise<void> {
  if (alias === undefined) return;
  const owner = { connection: entitySet.connection, entity: entitySet.declaration.name };
  try {
    await service.aliases.remember(owner, alias, key);
  } catch (error) {
    service.log(
      'warn',
      `The Guid ${alias} of a new row of ${entitySet.name} could not be kept: ${String(error)}`,
    );
  }
}

/** The change was made, whatever comes now: a row that cannot be read back is left out of the answer. */
async function readBack(
  { key, row }: WriteResult,
  { place, context }: Pick<Writing, 'place' | 'context'>,
): Promise<Row | undefined> {
  if (row !== undefined) return row;
  try {
    return await afterRequest(context, (call) => findRow(key, place, call));
  } catch {
    return undefined;
  }
}
