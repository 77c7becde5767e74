/** Everything of a change that comes before its source is called: parse, bind, plan. */
import { RequestError } from '../errors';
import type { EntitySet, ServiceModel } from '../model/entity-set';
import { bindInsert, bindUpdate } from '../odata/bind/bind-write';
import { readPrecondition } from '../odata/bind/bind-write-precondition';
import { bindWriteTarget, type WriteTarget } from '../odata/bind/bind-write-target';
import type { Selection } from '../odata/bind/bind-options';
import { requireJson } from '../odata/body/content-type';
import type { JsonTree } from '../odata/body/json-tree';
import { readJson } from '../odata/body/read-json';
import { versionOf } from '../odata/entity-tag';
import { negotiateFormat, type ResponseFormat } from '../odata/negotiate';
import { parsePreferences, type Preferences } from '../odata/preferences';
import type { Precondition, WriteRequest } from '../odata/write-request';
import { planWrite, type WritePlan } from '../plan/plan-write';
import type { Incoming } from './incoming';
import type { OpenService } from './open-service';
import type { ParsedRequest } from './parse-request';

export interface PreparedWrite {
  readonly kind: WriteRequest['kind'];
  readonly entitySet: EntitySet;
  /** The Guid of the address, if it names a row. */
  readonly key?: string;
  /** An insert at the address of a row, which `If-None-Match: *` asks for (Protocol 4.01, 11.4.4). */
  readonly isUpsert: boolean;
  readonly plan: WritePlan;
  readonly precondition: Precondition;
  readonly selection: Selection;
  readonly format: ResponseFormat;
  readonly preferences: Preferences;
}

/** @throws {RequestError} for everything that is wrong with the request; nothing has been sent then */
export function prepareWrite(
  incoming: Incoming,
  parsed: ParsedRequest,
  model: ServiceModel,
  service: Pick<OpenService, 'decode'>,
  now: string,
): PreparedWrite {
  const { path, options } = parsed;
  const { headers } = incoming;
  const target = bindWriteTarget({ path, options, model, now });
  const precondition = readPrecondition({
    ifMatch: headers['if-match'],
    ifNoneMatch: headers['if-none-match'],
  });
  const isUpsert = target.key !== undefined && incoming.method !== 'DELETE' && precondition.noneMatch === '*';
  checkPrecondition(precondition, target, isUpsert);
  const request = bindWrite(incoming, target, isUpsert, model);
  const { entitySet, selection } = target;
  return {
    kind: request.kind,
    entitySet,
    isUpsert,
    plan: withSourceVersion(
      planWrite(request, { decode: service.decode, allowed: entitySet.write, precondition }),
      entitySet,
    ),
    precondition,
    selection,
    format: negotiateFormat({ kind: 'json', accept: headers.accept, formatOption: options.format }),
    preferences: parsePreferences(headers.prefer),
    ...(target.key === undefined ? {} : { key: target.key }),
  };
}

/** The caller speaks of versions in ETags, the source in tokens of its own. */
function withSourceVersion(plan: WritePlan, entitySet: EntitySet): WritePlan {
  if (plan.kind === 'nothing' || plan.command.kind === 'insert' || plan.command.version === undefined)
    return plan;
  return { ...plan, command: { ...plan.command, version: versionOf(plan.command.version, entitySet) } };
}

function checkPrecondition(
  precondition: Precondition,
  { entitySet, key }: WriteTarget,
  isUpsert: boolean,
): void {
  const { match, noneMatch } = precondition;
  if (key === undefined && (match ?? noneMatch) !== undefined) {
    throw new RequestError('InvalidHeader', 'If-Match and If-None-Match have no place where a row is made.', {
      target: match === undefined ? 'If-None-Match' : 'If-Match',
    });
  }
  if (key !== undefined && !isUpsert && noneMatch === '*') {
    throw new RequestError('InvalidHeader', 'If-None-Match: * has no place where a row is deleted.', {
      target: 'If-None-Match',
    });
  }
  if (isUpsert && match !== undefined) {
    throw new RequestError('InvalidHeader', 'If-Match and If-None-Match: * cannot both be true.', {
      target: 'If-Match',
    });
  }
  if (key !== undefined && !isUpsert && match === undefined && entitySet.requireIfMatch) {
    throw new RequestError(
      'PreconditionRequired',
      `rows of ${entitySet.name} are changed only with If-Match.`,
      { target: 'If-Match' },
    );
  }
}

function bindWrite(
  incoming: Incoming,
  { entitySet, key }: WriteTarget,
  isUpsert: boolean,
  model: ServiceModel,
): WriteRequest {
  const scope = { entitySet, model };
  if (key === undefined) return bindInsert(bodyOf(incoming), scope);
  if (incoming.method === 'DELETE') return { kind: 'delete', entitySet, key };
  const body = bodyOf(incoming);
  if (!isUpsert) return bindUpdate(body, key, scope);
  const insert = bindInsert(body, scope);
  if (insert.guid !== undefined && insert.guid !== key) {
    throw new RequestError('InvalidBody', `${entitySet.key.name} is another Guid than that of the address.`, {
      target: entitySet.key.name,
    });
  }
  return { ...insert, guid: key };
}

function bodyOf({ headers, body = '' }: Incoming): JsonTree {
  if (body === '') throw new RequestError('InvalidBody', 'The request has no body; send the entity as JSON.');
  requireJson(headers['content-type']);
  return readJson(body);
}
