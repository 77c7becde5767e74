/**
 * Takes abilities away from a source that has them all, differently for each seed: so the planner meets every mixture of
 * what sources can do. The limited source fails on what it did not declare, gives no column it was not asked for, and
 * where it declares a superset it gives the largest there is.
 */
import type { OpenConnection } from '../../src/gateway/open-connections';
import {
  type ColumnDeclaration,
  type ColumnFilter,
  type Connection,
  type EntityDeclaration,
  type Expression,
  type FilterOperator,
  type RemoteQuery,
  type Row,
  type TermOpinion,
  UnsupportedQuery,
} from '../../src/provider-sdk/index';

export function limitAbilities(open: OpenConnection, seed: number): OpenConnection {
  const source = new LimitedSource(open.connection, seed);
  return {
    ...open,
    connection: source,
    declarations: async (names, context) =>
      (await open.declarations(names, context)).map((declaration) => source.limit(declaration)),
  };
}

const OPERATORS: readonly FilterOperator[] = [
  ...(['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'in', 'null', 'contains', 'startswith', 'endswith'] as const),
];

class LimitedSource implements Connection {
  private readonly declarations = new Map<string, EntityDeclaration>();

  constructor(
    private readonly whole: Connection,
    private readonly seed: number,
  ) {}

  limit(declaration: EntityDeclaration): EntityDeclaration {
    const { name, capabilities } = declaration;
    const draw = (ability: string): number => this.draw(`${name} ${ability}`);
    const has = (ability: string): boolean => draw(ability) < 0.6;
    const nulls: 'first' | 'last' = has('nulls') ? 'first' : 'last';
    const limited: EntityDeclaration = {
      ...declaration,
      // Not without case: such a source could not hold the keys of these rows, which differ in case only.
      collation: has('collation') ? 'any' : 'ordinal',
      columns: declaration.columns.map((column) => this.limitColumn(name, column)),
      capabilities: {
        filter: {
          or: has('or'),
          not: has('not'),
          ...(has('maxTerms') ? {} : { maxTerms: 1 + Math.floor(draw('terms') * 3) }),
          ...(has('maxListItems') ? {} : { maxListItems: 2 }),
        },
        ...(has('sort') ? { sort: { nulls, ...(has('maxKeys') ? {} : { maxKeys: 2 }) } } : {}),
        top: has('top'),
        skip: has('skip'),
        count: has('count'),
        ...(has('getMany') && capabilities.getMany !== undefined
          ? { getMany: { maxKeys: 1 + Math.floor(draw('maxKeys') * 5) } }
          : {}),
      },
    };
    this.declarations.set(name, limited);
    return limited;
  }

  private limitColumn(entity: string, column: ColumnDeclaration): ColumnDeclaration {
    const filter: ColumnFilter = {};
    for (const operator of OPERATORS) {
      const draw = this.draw(`${entity} ${column.name} ${operator}`);
      if (column.filter?.[operator] === undefined || draw > 0.75) continue;
      filter[operator] = draw > 0.55 ? 'superset' : 'exact';
    }
    return { ...column, filter, sort: this.draw(`${entity} ${column.name} sort`) < 0.7 };
  }

  entities(): Promise<readonly EntityDeclaration[]> {
    return Promise.resolve([...this.declarations.values()]);
  }

  plan(entity: string, term: Expression): TermOpinion | undefined {
    const draw = this.draw(`${entity} ${JSON.stringify(term)}`);
    if (draw < 0.05) return { refused: 'This source does not feel like it.', hint: 'Ask another day.' };
    return draw < 0.1 ? 'superset' : undefined;
  }

  planSort(entity: string, column: string): { readonly refused: string } | undefined {
    return this.draw(`${entity} ${column} planSort`) < 0.1 ? { refused: 'Not by this one.' } : undefined;
  }

  async *read(
    query: RemoteQuery,
    context: Parameters<Connection['read']>[1],
  ): ReturnType<Connection['read']> {
    const declaration = this.declared(query.entity);
    const { filter, ...rest } = query;
    const widened = filter === undefined ? undefined : this.widen(filter, declaration);
    this.refuseUndeclared(query, declaration);
    const collation =
      declaration.collation === 'any' ? query.collation : (declaration.collation ?? 'ordinal');
    const pages = this.whole.read(
      { ...rest, collation, ...(widened === undefined ? {} : { filter: widened }) },
      context,
    );
    for await (const page of pages) {
      yield { ...page, rows: page.rows.map((row) => project(row, query.columns)) };
    }
  }

  async getMany(...[entity, keys, columns, context]: Parameters<NonNullable<Connection['getMany']>>) {
    const { capabilities } = this.declared(entity);
    if (keys.length > (capabilities.getMany?.maxKeys ?? 0)) throw new RangeError('Too many keys at once.');
    const rows = (await this.whole.getMany?.(entity, keys, columns, context)) ?? [];
    return rows.map((row) => (row === undefined ? undefined : project(row, columns)));
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private declared(entity: string): EntityDeclaration {
    const declaration = this.declarations.get(entity);
    if (declaration === undefined) throw new UnsupportedQuery(`There is no entity ${entity}.`);
    return declaration;
  }

  /** Leaves out every term that is declared a superset; undefined = every row. */
  private widen(filter: Expression, declaration: EntityDeclaration): Expression | undefined {
    const { name, capabilities } = declaration;
    switch (filter.kind) {
      case 'and':
      case 'or': {
        if (filter.kind === 'or' && capabilities.filter?.or !== true) throw undeclared('or');
        const operands = filter.operands.map((operand) => this.widen(operand, declaration));
        const kept = operands.flatMap((operand) => operand ?? []);
        if (filter.kind === 'or' && kept.length < operands.length) return undefined;
        return kept.length > 1 ? { ...filter, operands: kept } : kept[0];
      }
      case 'not': {
        if (capabilities.filter?.not !== true) throw undeclared('not');
        if (this.widen(filter.operand, declaration) === undefined) throw undeclared('not of a superset');
        return filter;
      }
      default: {
        const { column, operator } = shapeOf(filter);
        const faithfulness = declaration.columns.find(({ name }) => name === column)?.filter?.[operator];
        if (faithfulness === undefined) throw undeclared(`${operator} on ${column}`);
        if (filter.kind === 'in' && filter.items.length > (capabilities.filter?.maxListItems ?? Infinity))
          throw undeclared('a list of that length');
        const opinion = this.plan(name, filter);
        if (typeof opinion === 'object') throw undeclared('a term that was refused');
        return faithfulness === 'superset' || opinion === 'superset' ? undefined : filter;
      }
    }
  }

  private refuseUndeclared(query: RemoteQuery, { capabilities, columns, name }: EntityDeclaration): void {
    const { sort, top, skip, count, filter } = capabilities;
    if (query.top !== undefined && top !== true) throw undeclared('top');
    if (query.skip !== undefined && skip !== true) throw undeclared('skip');
    if (query.count && count !== true) throw undeclared('count');
    if (query.orderBy.length > (sort?.maxKeys ?? Infinity)) throw undeclared('that many sort keys');
    if (query.filter !== undefined && countTerms(query.filter) > (filter?.maxTerms ?? Infinity))
      throw undeclared('that many terms');
    for (const { column } of query.orderBy) {
      const declared = columns.find((candidate) => candidate.name === column);
      const isSorted =
        sort !== undefined && declared?.sort === true && this.planSort(name, column) === undefined;
      const isNullSafe = sort?.nulls === 'first' || declared?.nullable === false;
      if (!isSorted || !isNullSafe) throw undeclared(`order by ${column}`);
    }
  }

  /** From 0 to below 1, the same for the same words. */
  private draw(words: string): number {
    let hash = 0x811c9dc5 ^ Math.imul(this.seed + 1, 0x9e3779b1);
    for (const character of words) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
  }
}

function project(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

function shapeOf(term: Expression): { readonly column: string; readonly operator: FilterOperator } {
  const [left, right] =
    term.kind === 'comparison'
      ? [term.left, term.right]
      : term.kind === 'in'
        ? [term.operand, undefined]
        : term.kind === 'call'
          ? term.arguments
          : [];
  if (left?.kind !== 'column') throw undeclared(term.kind);
  if (term.kind === 'in') return { column: left.name, operator: 'in' };
  if (right?.kind !== 'literal') throw undeclared('a comparison with something else than a constant');
  const operator = term.kind === 'comparison' ? term.operator : term.kind === 'call' ? term.function : '';
  const known = OPERATORS.find((candidate) => candidate === operator);
  if (known === undefined) throw undeclared(operator);
  return { column: left.name, operator: right.value === null ? 'null' : known };
}

/** As the contract counts them. */
function countTerms(filter: Expression): number {
  if (filter.kind === 'and' || filter.kind === 'or')
    return filter.operands.reduce((sum, operand) => sum + countTerms(operand), 0);
  if (filter.kind === 'not') return countTerms(filter.operand);
  return 1;
}

function undeclared(what: string): Error {
  return new RangeError(`The gateway asks for ${what}, which was not declared.`);
}
