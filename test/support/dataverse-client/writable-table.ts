/** Which columns of an entity set the replay writes, as far as `$metadata` and the rows that exist tell. */
import { longestRowName } from './row-names';
import { valuesOf, type Sample } from './sample';
import { keyOf, type PropertyModel, type TableModel } from './service-model';

export interface WritableTable {
  /** The text by which the replay knows its own rows. */
  readonly label: PropertyModel;
  /** What takes a value at creation, but for key and label. */
  readonly insertable: readonly PropertyModel[];
  /** What takes a value later, but for key and label; nothing where rows can't be changed. */
  readonly updatable: readonly PropertyModel[];
  /**
   * What can be set at creation only, and so is likely to name the row in its source; what differs most stands first.
   * That one is new in every row; the others, such as a company, say where the row belongs.
   */
  readonly identifying: readonly PropertyModel[];
}

/** Undefined where no column could tell the replay's rows from others. */
export function writableTable(table: TableModel, sample: Sample): WritableTable | undefined {
  const { insert, update } = table.writes;
  const columns = table.properties.filter(({ name }) => name !== keyOf(table));
  const insertable = columns.filter(({ name }) => !insert.except.includes(name));
  const updatable = update.allowed ? columns.filter(({ name }) => !update.except.includes(name)) : [];
  const label = chooseLabel(
    update.allowed ? insertable.filter((each) => updatable.includes(each)) : insertable,
  );
  if (label === undefined) return undefined;
  const distinct = ({ name }: PropertyModel): number => valuesOf(sample, name).length;
  return {
    label,
    insertable: insertable.filter((each) => each !== label),
    updatable: updatable.filter((each) => each !== label),
    identifying: insertable
      .filter((each) => each !== label && !updatable.includes(each))
      .toSorted((a, b) => distinct(b) - distinct(a)),
  };
}

/** A name, else a description, else the longest text: a short one is likely to be a code that has to exist somewhere. */
function chooseLabel(columns: readonly PropertyModel[]): PropertyModel | undefined {
  const texts = columns
    .filter(({ type, maxLength = Infinity }) => type === 'Edm.String' && maxLength >= longestRowName)
    .toSorted((a, b) => (b.maxLength ?? 0) - (a.maxLength ?? 0));
  const called = (ending: string): PropertyModel | undefined =>
    texts.find(({ name }) => name === ending) ?? texts.find(({ name }) => name.endsWith(ending));
  return called('Name') ?? called('Description') ?? texts[0];
}
