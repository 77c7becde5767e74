/**
 * What the answer to a query must be: the reference evaluator over every row, then plain ordering and cutting. It knows
 * neither plans nor sources, so it is what all plans and all sources must come to.
 */
import type { EntitySet, Property } from '../../src/model/entity-set';
import type { BoundExpression, SortKey } from '../../src/model/expression';
import { createPropertyReader } from '../../src/model/read-property';
import type { ReadQuery } from '../../src/odata/read-query';
import {
  type Collation,
  type ColumnType,
  decimalText,
  type Expression,
  type Row,
  typeOf,
  type Value,
} from '../../src/provider-sdk/index';
import { evaluateReference, passesReference } from '../support/reference-evaluator';
import type { ValuePools } from './random-query';

export type JsonRow = Readonly<Record<string, unknown>>;

export interface ReferenceAnswer {
  readonly rows: readonly JsonRow[];
  readonly count: number;
}

/** All rows of one entity set. */
export class ReferenceTable {
  /** The values that rows hold, for queries to be made of. */
  readonly pools: ValuePools;
  /** The rows by public name, each with the columns of its key. */
  private readonly rows: readonly ReferenceRow[];
  private readonly ranks = new Map<Property, ReadonlyMap<Value, number>>();

  constructor(
    readonly entitySet: EntitySet,
    rows: readonly Row[],
    private readonly collation: Collation,
  ) {
    const readers = entitySet.properties.map(
      (property) => [property.name, createPropertyReader(property)] as const,
    );
    this.rows = this.inKeyOrder(
      rows.map((row) => ({
        values: Object.fromEntries(readers.map(([name, read]) => [name, read(row)])),
        key: entitySet.key.from.map((column) => row[column.name] ?? null),
      })),
    );
    this.pools = new Map(
      entitySet.properties.map(({ name }) => {
        const values = this.rows.flatMap((row) => row.values[name] ?? []);
        return [name, [...new Set(values)]];
      }),
    );
  }

  answer(query: ReadQuery): ReferenceAnswer {
    const conditions = [query.filter, query.search].flatMap((condition) =>
      condition === undefined ? [] : [overNames(condition)],
    );
    const matching = this.rows.filter(({ values }) =>
      conditions.every((condition) => passesReference(condition, values, this.collation)),
    );
    const ordered = this.order(matching, query.orderBy);
    const end = query.top === undefined ? undefined : query.skip + query.top;
    return {
      count: matching.length,
      rows: ordered.slice(query.skip, end).map(({ values }) => jsonOf(values, query.select)),
    };
  }

  /** The key decides between rows that are otherwise equal, so that sorting the rest stably is enough. */
  private inKeyOrder(rows: readonly ReferenceRow[]): readonly ReferenceRow[] {
    const types = this.entitySet.key.from.map(({ type }) => type);
    const compares = types.map((type) => compareAs(type, this.collation));
    return rows.toSorted((a, b) => {
      for (const [index, compare] of compares.entries()) {
        const order = compare(a.key[index] ?? null, b.key[index] ?? null);
        if (order !== 0) return order;
      }
      return 0;
    });
  }

  private order(rows: readonly ReferenceRow[], keys: readonly SortKey[]): readonly ReferenceRow[] {
    let ordered = rows;
    for (const { expression, descending } of keys.toReversed()) {
      const places = this.placesOf(ordered, expression);
      const compare = (a: number, b: number): number => (places[a] ?? 0) - (places[b] ?? 0);
      const indices = ordered.map((_row, index) => index);
      indices.sort(descending ? (a, b) => compare(b, a) : compare);
      const before = ordered;
      ordered = indices.flatMap((index) => before[index] ?? []);
    }
    return ordered;
  }

  /** The place of each row's value among all values of the expression. */
  private placesOf(rows: readonly ReferenceRow[], expression: BoundExpression): readonly number[] {
    if (expression.kind === 'property') {
      const { property } = expression;
      const known =
        this.ranks.get(property) ??
        this.rank(
          this.rows.map(({ values }) => values[property.name] ?? null),
          property.type,
        );
      this.ranks.set(property, known);
      return rows.map(({ values }) => known.get(values[property.name] ?? null) ?? 0);
    }
    const byName = overNames(expression);
    const values = rows.map((row) => evaluateReference(byName, row.values, this.collation));
    const ranks = this.rank(values, typeOf(expression));
    return values.map((value) => ranks.get(value) ?? 0);
  }

  private rank(values: readonly Value[], type: ColumnType): ReadonlyMap<Value, number> {
    const compare = compareAs(type, this.collation);
    const distinct = [...new Set(values)].sort(compare);
    const ranks = new Map<Value, number>();
    let rank = 0;
    for (const [index, value] of distinct.entries()) {
      if (index > 0 && compare(distinct[index - 1] ?? null, value) !== 0) rank++;
      ranks.set(value, rank);
    }
    return ranks;
  }
}

interface ReferenceRow {
  readonly values: Readonly<Record<string, Value>>;
  readonly key: readonly Value[];
}

/** The reference evaluator knows columns only: here the properties are the columns of the rows by name. */
function overNames(expression: BoundExpression): Expression {
  switch (expression.kind) {
    case 'property':
      return { kind: 'column', name: expression.property.name, type: expression.type };
    case 'literal':
      return expression;
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(overNames) };
    case 'not':
    case 'negate':
    case 'in':
      return { ...expression, operand: overNames(expression.operand) };
    case 'comparison':
    case 'arithmetic':
      return { ...expression, left: overNames(expression.left), right: overNames(expression.right) };
    case 'call':
      return { ...expression, arguments: expression.arguments.map(overNames) };
  }
}

const collator = new Intl.Collator('en-US', { sensitivity: 'accent' });

/** Null first, NaN next to it, then as the comparisons of the language say. */
function compareAs(type: ColumnType, collation: Collation): (a: Value, b: Value) => number {
  const fold = (text: string): string =>
    [...text].map((character) => (character === 'ς' ? 'σ' : character.toLowerCase())).join('');
  const compareTexts = (a: string, b: string): number => {
    const [x, y] = collation === 'ordinal' ? [a, b] : [fold(a), fold(b)];
    const ordinal = x < y ? -1 : x > y ? 1 : 0;
    return collation === 'ordinal' ? ordinal : collator.compare(x, y) || ordinal;
  };
  const isLess = (a: Value, b: Value): boolean =>
    passesReference(
      {
        kind: 'comparison',
        operator: 'lt',
        left: { kind: 'literal', type, value: a },
        right: { kind: 'literal', type, value: b },
      },
      {},
      collation,
    );
  return (a, b) => {
    if (a === null || b === null) return Number(a !== null) - Number(b !== null);
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(!Number.isNaN(a)) - Number(!Number.isNaN(b));
    if (type === 'String') return compareTexts(String(a), String(b));
    return isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0;
  };
}

function jsonOf(values: Readonly<Record<string, Value>>, select: readonly Property[]): JsonRow {
  return Object.fromEntries(select.map(({ name, type }) => [name, jsonValue(values[name] ?? null, type)]));
}

/** With `IEEE754Compatible`, so that no digit is lost in reading the answer. */
function jsonValue(value: Value, type: ColumnType): unknown {
  if (value === null) return null;
  if (type === 'Int64' || type === 'Decimal') return decimalText(value as number | string);
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'INF' : '-INF';
}
