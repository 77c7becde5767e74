/** The planner of changes: a bound write becomes the command that its source gets. Pure. */
import {
  type DeleteRequest,
  type InsertRequest,
  type Precondition,
  requireFaultless,
  type UpdateRequest,
  type WriteRequest,
} from '../odata/write-request';
import type { Key, Row, Value, WriteCommand } from '../provider-sdk/index';
import { admitInsert, admitUpdate } from './plan-write-admission';
import { joinColumns } from './plan-write-columns';
import { keyOfInsert, keyOfRow, misaddressed } from './plan-write-key';
import { requirePermission, type WriteKind } from './plan-write-permission';
import { planVersionCheck, type VersionCheck } from './plan-write-version';
import type { DecodeGuid } from './source-key';

export interface WriteContext {
  /** Also knows the aliases of rows, so that they can be changed under them. */
  readonly decode: DecodeGuid;
  /** What the configuration of the entity set lets callers do. */
  readonly allowed: readonly WriteKind[];
  /** Of an update or delete; an insert has no row yet that could meet it. */
  readonly precondition: Precondition;
}

export type WritePlan = PlannedWrite | PlannedNothing;

export interface PlannedWrite {
  readonly kind: 'write';
  readonly command: WriteCommand;
  /** The properties that the command sets, by name. */
  readonly properties: readonly string[];
  /** A Guid that the caller of an insert wants for the row, and that its key does not make. */
  readonly alias?: string;
  readonly versionCheck: VersionCheck;
}

/** An update that changes no column. The row must still be there, and meet the precondition. */
export interface PlannedNothing {
  readonly kind: 'nothing';
  readonly key: Key;
}

/**
 * @throws {RequestError} NotImplemented for a change that the set does not take; NotFound for a Guid that leads to no key;
 *   InvalidBody or InvalidValue, with all faults, for values that the source cannot be given
 */
export function planWrite(request: WriteRequest, context: WriteContext): WritePlan {
  requirePermission(request.kind, request.entitySet, context.allowed);
  switch (request.kind) {
    case 'insert':
      return planInsert(request, context);
    case 'update':
      return planUpdate(request, context);
    case 'delete':
      return planDelete(request, context);
  }
}

function planInsert(request: InsertRequest, { decode }: WriteContext): PlannedWrite {
  const { entitySet, given } = request;
  const joined = joinColumns({ entitySet, given, decode, admit: admitInsert, nullYields: true });
  const key = keyOfInsert(request, joined, decode);
  requireFaultless([...joined.faults, ...key.faults]);
  const values = rowOf([...key.columns, ...valuesOf(joined.columns)]);
  return {
    kind: 'write',
    command: { kind: 'insert', entity: entitySet.declaration.name, values },
    properties: joined.properties,
    versionCheck: { by: 'nobody' },
    ...(key.alias === undefined ? {} : { alias: key.alias }),
  };
}

function planUpdate(request: UpdateRequest, { decode, precondition }: WriteContext): WritePlan {
  const { entitySet, given } = request;
  const key = keyOfRow(entitySet, request.key, decode);
  const admit = admitUpdate(entitySet, key);
  const joined = joinColumns({ entitySet, given, decode, admit, nullYields: false });
  requireFaultless([...misaddressed(request, key, decode), ...joined.faults]);
  if (joined.columns.size === 0) return { kind: 'nothing', key };
  const versionCheck = planVersionCheck(precondition, entitySet);
  const changes = rowOf(valuesOf(joined.columns));
  const entity = entitySet.declaration.name;
  return {
    kind: 'write',
    command: { kind: 'update', entity, key, changes, ...versionIn(versionCheck) },
    properties: joined.properties,
    versionCheck,
  };
}

function planDelete({ entitySet, key: guid }: DeleteRequest, context: WriteContext): PlannedWrite {
  const key = keyOfRow(entitySet, guid, context.decode);
  const versionCheck = planVersionCheck(context.precondition, entitySet);
  return {
    kind: 'write',
    command: { kind: 'delete', entity: entitySet.declaration.name, key, ...versionIn(versionCheck) },
    properties: [],
    versionCheck,
  };
}

function versionIn(check: VersionCheck): { readonly version?: string } {
  return check.by === 'source' ? { version: check.version } : {};
}

function valuesOf(
  columns: ReadonlyMap<string, { readonly value: Value }>,
): readonly (readonly [string, Value])[] {
  return [...columns].map(([name, { value }]) => [name, value] as const);
}

/** Object.fromEntries defines each member, so that a column may even be called `__proto__`. */
function rowOf(values: readonly (readonly [string, Value])[]): Row {
  return Object.fromEntries(values);
}
