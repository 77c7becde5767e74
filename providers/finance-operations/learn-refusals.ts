/** Finds out which part of a query made F&O answer 400, so that it is never sent again while that is remembered. */
import {
  UnsupportedQuery,
  UpstreamContract,
  type CallContext,
  type Expression,
  type HttpAnswer,
  type ProviderError,
  type RemoteQuery,
} from '../../src/provider-sdk/index';
import type { DataService } from './data-service';
import type { EntityCatalog, KnownEntity } from './entity-catalog';
import type { Experience } from './experience';
import { inParallel } from './in-parallel';
import { type ReadAddress, writeAddress } from './read-address';
import { errorTextOf, faultOf } from './read-errors';
import { groupOf, type OperatorGroup, readTerm, type Term } from './term';
import { translateTerm } from './translate-filter';

/** A query with more parts than these is left unexplained: the reader waits meanwhile. `$search` may look into nine columns. */
const MAX_PROBES = 16;

export interface Learning {
  readonly service: DataService;
  readonly catalog: EntityCatalog;
  readonly experience: Experience;
}

/** A part of the query that may be at fault, and the smallest read that would show it. */
interface Suspect {
  readonly column: string;
  readonly group: OperatorGroup;
  readonly probe: Pick<ReadAddress, 'filter' | 'orderBy'>;
}

/**
 * What a 400 on a query means. Guilty parts are remembered and the answer is {@link UnsupportedQuery}, upon which the
 * gateway plans again without them.
 */
export async function learnRefusals(
  answer: HttpAnswer,
  query: RemoteQuery,
  entity: KnownEntity,
  learning: Learning,
  context: CallContext,
): Promise<ProviderError> {
  const suspects = suspectsOf(query, entity);
  const named = namedIn(errorTextOf(answer.body) ?? '');
  const accused = suspects.filter(({ column }) => named.has(column));
  const guilty = accused.length > 0 ? accused : await probe(suspects, entity, learning.service, context);
  if (guilty.length === 0) return unexplained(answer, entity, named, learning);
  for (const { column, group } of guilty) learning.experience.rememberRefusal(entity.name, column, group);
  const parts = guilty.map(({ column, group }) => `${column} (${group})`).join(', ');
  return new UnsupportedQuery(`F&O refuses ${parts} of ${entity.name}; this is remembered.`);
}

/** A column that F&O does not know any more is no matter of filters: what was discovered is out of date. */
function unexplained(
  answer: HttpAnswer,
  entity: KnownEntity,
  named: ReadonlySet<string>,
  { catalog }: Learning,
): ProviderError {
  const gone = [...named].find((name) => entity.columns.has(name));
  if (gone === undefined) return faultOf(answer, entity.name);
  catalog.expire(entity.name);
  return new UpstreamContract(
    `F&O has no ${gone} in ${entity.name} any more; its columns are discovered again.`,
  );
}

/** Names in quotes, as in "Could not find a property named 'X'". */
function namedIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/'(\w+)'/g)].flatMap(([, name]) => name ?? []));
}

function suspectsOf(query: RemoteQuery, entity: KnownEntity): readonly Suspect[] {
  const suspects = new Map<string, Suspect>();
  const add = (suspect: Suspect): void => {
    const identity = `${suspect.column} ${suspect.group}`;
    if (!suspects.has(identity)) suspects.set(identity, suspect);
  };
  for (const term of query.filter === undefined ? [] : termsOf(query.filter)) {
    const filter = translateTerm(oneValueOf(term), entity.columns);
    if (typeof filter !== 'boolean')
      add({ column: term.column, group: groupOf(term), probe: { filter, orderBy: [] } });
  }
  for (const key of query.orderBy)
    add({ column: key.column, group: 'sort', probe: { filter: true, orderBy: [key] } });
  return [...suspects.values()];
}

export function termsOf(expression: Expression): readonly Term[] {
  if (expression.kind === 'and' || expression.kind === 'or') return expression.operands.flatMap(termsOf);
  const term = readTerm(expression);
  return term === undefined ? [] : [term];
}

function oneValueOf(term: Term): Term {
  return term.kind === 'list' ? { ...term, values: term.values.slice(0, 1) } : term;
}

/** Each suspect alone. If all fail, so perhaps does a read without any of them: then nobody is guilty. */
async function probe(
  suspects: readonly Suspect[],
  entity: KnownEntity,
  service: DataService,
  context: CallContext,
): Promise<readonly Suspect[]> {
  if (suspects.length === 0 || suspects.length > MAX_PROBES) return [];
  const isRefused = async ({ filter, orderBy }: Suspect['probe']): Promise<boolean> => {
    const address = { entity: entity.name, filter, orderBy, select: entity.key, top: 1, count: false };
    const { status } = await service.get(
      writeAddress(address),
      { subject: entity.name, accept: [400] },
      context,
    );
    return status === 400;
  };
  const refused = await inParallel(suspects, (suspect) => isRefused(suspect.probe));
  const guilty = suspects.filter((_suspect, index) => refused[index] === true);
  const isAll = guilty.length === suspects.length;
  return isAll && (await isRefused({ filter: true, orderBy: [] })) ? [] : guilty;
}
