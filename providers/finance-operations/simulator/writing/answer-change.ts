/** Finds what a changing request on `/data` is aimed at and carries it out. */
import { entityOfSet } from '../entities/all-entities';
import { type Answer, methodNotAllowed, noRoute, Refusal, unsupportedMediaType } from '../http/answer';
import { decodePercent, type QueryPair, readOptions } from '../query/read-options';
import { readResourceHead } from '../query/resource-path';
import type { EntitySchema } from '../schema/entity-schema';
import type { Change } from './change';
import { deleteRow, updateRow } from './change-row';
import { createRow } from './create-row';
import { Transaction } from './transaction';
import type { WriteEnvironment } from './write-environment';

export type ChangeMethod = 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export interface ChangeRequest {
  readonly method: ChangeMethod;
  /** The path, not decoded. */
  readonly path: string;
  readonly pairs: readonly QueryPair[];
  readonly accept: string;
  readonly contentType: string;
  readonly ifMatch: string | undefined;
  readonly clientRequestId: string | undefined;
  /** The default company of the caller. */
  readonly company: string;
  readonly body: string;
  /** The status of a refusal by business logic. */
  readonly failureStatus: number;
}

export function isChangeMethod(method: string): method is ChangeMethod {
  return method === 'POST' || method === 'PATCH' || method === 'PUT' || method === 'DELETE';
}

/** A change that stands alone: committed, or without any effect. */
export function changeAlone(request: ChangeRequest, environment: WriteEnvironment): Answer {
  const transaction = new Transaction(environment.versions);
  const answer = answerChange(request, transaction, environment);
  // After a refusal there is nothing in it.
  transaction.commit(environment.ledger);
  return answer;
}

/** A change within a transaction, which the caller ends. A refused one has changed nothing. */
export function answerChange(
  request: ChangeRequest,
  transaction: Transaction,
  environment: WriteEnvironment,
): Answer {
  try {
    return routeChange(request, transaction, environment);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function routeChange(
  request: ChangeRequest,
  transaction: Transaction,
  environment: WriteEnvironment,
): Answer {
  const [, , ...segments] = request.path.replace(/\/$/, '').split('/').map(decodePercent);
  const [head, ...rest] = segments;
  if (head === undefined || head === '$metadata') return methodNotAllowed(request.method, 'GET');
  const { setName, key } = readResourceHead(head);
  const entity = entityOfSet(setName);
  const isKnown = entity !== undefined && isReadable(rest, key, entity);
  if (!isKnown) return noRoute(`${environment.origin}${request.path}`);
  if (rest.length > 0) return methodNotAllowed(request.method, 'GET');
  const options = readOptions(request.pairs, request.accept, entity, entityOfSet);
  const change = { ...request, table: environment.table(setName), key, options };
  return change.key === undefined
    ? changeSet(request, change, transaction, environment)
    : changeKey(request, { ...change, key: change.key }, transaction, environment);
}

/** What follows the first segment can be read, but neither created nor changed by itself. */
function isReadable(
  [name, ...more]: readonly string[],
  key: string | undefined,
  entity: EntitySchema,
): boolean {
  if (name === undefined) return true;
  if (key === undefined) return name === '$count' && more.length === 0;
  return entity.propertyOf.has(name) || entity.navigations.some((navigation) => navigation.name === name);
}

function changeSet(
  { method, contentType }: ChangeRequest,
  change: Change,
  transaction: Transaction,
  environment: WriteEnvironment,
): Answer {
  if (method !== 'POST') return methodNotAllowed(method, 'GET, POST');
  return isJson(contentType)
    ? createRow(change, transaction, environment)
    : unsupportedMediaType(contentType);
}

function changeKey(
  { method, contentType }: ChangeRequest,
  change: Change & { readonly key: string },
  transaction: Transaction,
  environment: WriteEnvironment,
): Answer {
  switch (method) {
    case 'POST':
      return methodNotAllowed(method, 'GET, PATCH, PUT, DELETE');
    case 'DELETE':
      return deleteRow(change, transaction, environment);
    case 'PATCH':
    case 'PUT':
      return isJson(contentType)
        ? updateRow(change, transaction, environment)
        : unsupportedMediaType(contentType);
  }
}

function isJson(contentType: string): boolean {
  return /^application\/json\s*(?:;|$)/i.test(contentType);
}
