/** What names and literals of one request are resolved against, and the errors of that. */
import { RequestError, type ErrorCode } from '../../errors';
import type { EntitySet, Property, ServiceModel } from '../../model/entity-set';
import type { Syntax } from '../syntax/syntax-tree';

export interface BindScope {
  readonly model: ServiceModel;
  readonly entitySet: EntitySet;
  /** The option that is being bound, for errors. */
  readonly clause: string;
  readonly aliases: ReadonlyMap<string, Syntax>;
  /** The instant of the request, for `now()`: the same wherever it is written. */
  readonly now: string;
  readonly allowance: Allowance;
}

/** What is left for one clause, counted after aliases are put in: `@a=@b eq @b` doubles at each step, `@a=@a` has no end. */
export interface Allowance {
  nodes: number;
  aliasesWithin: number;
}

/** Room for the largest filter that the parser passes, several times over, and for aliases ten deep. */
export function fullAllowance(): Allowance {
  return { nodes: 20_000, aliasesWithin: 10 };
}

export function bindError(
  code: ErrorCode,
  { clause }: Pick<BindScope, 'clause'>,
  message: string,
): RequestError {
  return new RequestError(code, `${clause}: ${message}`, { target: clause });
}

/**
 * The property of that name. A column that the model does not expose gets the same answer as a made-up name, so that
 * nobody learns of hidden columns by asking.
 */
export function findProperty(name: string, scope: BindScope): Property {
  const property = scope.entitySet.propertiesByName.get(name);
  if (property !== undefined) return property;
  throw bindError('UnknownProperty', scope, `'${name}' is no property of ${scope.entitySet.typeName}.`);
}

export function notImplemented(scope: Pick<BindScope, 'clause'>, what: string): RequestError {
  return bindError('NotImplemented', scope, `${what} is not supported by this service.`);
}
