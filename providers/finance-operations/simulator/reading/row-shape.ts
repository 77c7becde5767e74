/** The form of an answer's rows, and the context URL that describes it. */
import type { ReadOptions } from '../query/read-options';
import type { Table } from '../rows/table';
import type { Environment } from './environment';
import type { RowShape } from './row-writer';

/** The shape of the rows that a read asked for. */
export function rowShape(options: ReadOptions, environment: Environment): RowShape {
  return {
    select: options.select,
    expand: options.expand,
    level: options.level,
    origin: environment.origin,
    related: environment.table,
  };
}

/** `…/data/$metadata#CustomerGroups(dataAreaId,CustomerGroupId)`: the fragment lists what was selected. */
export function contextUrl(table: Table, options: ReadOptions, environment: Environment): string {
  const selected = options.select?.map((property) => property.name) ?? [];
  const expanded = options.expand.flatMap(({ navigation, select }) =>
    select === undefined ? [] : [`${navigation.name}(${select.map((property) => property.name).join(',')})`],
  );
  const listed = [...selected, ...expanded];
  const projection = listed.length === 0 ? '' : `(${listed.join(',')})`;
  return `${environment.origin}/data/$metadata#${table.entity.setName}${projection}`;
}
