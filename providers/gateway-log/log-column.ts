/** A column of the log: what is declared of it, what the store can be asked by it, and how its value comes out of a record. */
import { canonicalInstant, type ColumnDeclaration, type Row, type Value } from '../../src/provider-sdk/index';
import { type AskName, asks } from './narrow';

export interface LogColumn<Item> {
  readonly declaration: ColumnDeclaration;
  readonly ask?: AskName;
  readonly valueOf: (item: Item) => Value | undefined;
}

interface Asked extends Pick<ColumnDeclaration, 'nullable' | 'maxLength' | 'sort' | 'description'> {
  readonly ask?: AskName;
}

export function column<Item>(
  name: string,
  type: ColumnDeclaration['type'],
  valueOf: LogColumn<Item>['valueOf'],
  { ask, ...more }: Asked = {},
): LogColumn<Item> {
  const filter = ask === undefined ? {} : { filter: asks[ask].filter };
  return { declaration: { name, type, ...more, ...filter }, valueOf, ...(ask === undefined ? {} : { ask }) };
}

export function rowOf<Item>(item: Item, columns: readonly LogColumn<Item>[]): Row {
  return Object.fromEntries(
    columns.map(({ declaration, valueOf }) => [declaration.name, valueOf(item) ?? null]),
  );
}

/** As rows hold it. */
export function instantOf(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return canonicalInstant(text) ?? text;
}
