/** Follows a navigation from one row to the rows it leads to. */
import type { NavigationSchema } from '../schema/entity-schema';
import type { Table } from './table';

/** The company always joins along with the properties of the navigation. */
export function relatedRows(
  table: Table,
  target: Table,
  navigation: NavigationSchema,
): (row: number) => readonly number[] {
  const own = ['dataAreaId', ...Object.keys(navigation.on)].map((name) => table.reader(table.property(name)));
  const theirs = ['dataAreaId', ...Object.values(navigation.on)];
  return (row) =>
    target.rowsWhere(
      theirs,
      own.map((read) => read(row)),
    );
}
