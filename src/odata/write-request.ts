/** What a write asks for once its names, types and values are resolved: the planner's input. */
import { RequestError, type RequestErrorOptions } from '../errors';
import type { ColumnProperty, EntitySet, LookupProperty } from '../model/entity-set';
import type { Value } from '../provider-sdk/index';

export type WriteRequest = InsertRequest | UpdateRequest | DeleteRequest;

/** `POST Set`. */
export interface InsertRequest {
  readonly kind: 'insert';
  readonly entitySet: EntitySet;
  /** The Guid that the caller wants the row to have; absent where it gave none or only zeros. */
  readonly guid?: string;
  readonly given: readonly GivenValue[];
}

/** `PATCH` or `PUT Set(guid)`: what is not given stays as it is. */
export interface UpdateRequest {
  readonly kind: 'update';
  readonly entitySet: EntitySet;
  /** The Guid of the address, lower case. */
  readonly key: string;
  /** The Guid in the body, if there is one. */
  readonly guid?: string;
  readonly given: readonly GivenValue[];
}

/** `DELETE Set(guid)`. */
export interface DeleteRequest {
  readonly kind: 'delete';
  readonly entitySet: EntitySet;
  readonly key: string;
}

/** A property of the body and its value, in the form that ColumnType gives for the property's exposed type. */
export interface GivenValue {
  readonly property: ColumnProperty | LookupProperty;
  readonly value: Value;
}

/** What must be true of the row before it is changed: `If-Match` and `If-None-Match` (RFC 9110, 13.1). */
export interface Precondition {
  /** `*`: the row must exist. Tags, as the caller wrote them: it must have one of these. */
  readonly match?: '*' | readonly string[];
  /** `*`: the row must not exist. Tags: it must have none of these. */
  readonly noneMatch?: '*' | readonly string[];
}

/** One of the things that are wrong with a body. */
export type WriteFault = NonNullable<RequestErrorOptions['details']>[number];

/** Refuses a body for all its faults at once: the first is the error, the others are its details. */
export function requireFaultless(faults: readonly WriteFault[]): void {
  const [first, ...details] = faults;
  if (first === undefined) return;
  const { code, message, target } = first;
  throw new RequestError(code, message, { details, ...(target === undefined ? {} : { target }) });
}
