/** What a filter is read against: the rows, the text rules, and what this entity refuses. */
import type { TextRules } from '../rows/collation';
import type { Table } from '../rows/table';

export interface FilterScope {
  readonly table: Table;
  readonly rules: TextRules;
  /** `*` in an `eq` literal stands for any text: so on `/data`, not on `/metadata`. */
  readonly wildcards: boolean;
  readonly isFunctionSupported: (name: string) => boolean;
  /** Virtual fields can be read but neither filtered nor sorted; nothing in the metadata tells them apart. */
  readonly isVirtual: (setName: string, property: string) => boolean;
  /** Some entities refuse an enumeration in a filter even with the qualified literal. */
  readonly refusesEnums: boolean;
  /** The rows of another set, for a path through a navigation. */
  readonly related: (setName: string) => Table;
}
