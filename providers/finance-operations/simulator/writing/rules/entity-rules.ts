/** What the business logic of an entity knows beyond its schema: tables, relations, numbers, defaults. */
import type { Table } from '../../rows/table';
import type { Company } from '../../seed/companies';
import type { InfoLogItem, RootTable } from '../info-log';
import type { RowDraft } from '../row-draft';

/** A property that must be empty or name a row of another set, of the same company where that has companies. */
export interface ForeignKey {
  readonly property: string;
  readonly label: string;
  readonly targetSet: string;
  readonly targetProperty: string;
}

export interface NumberSequence {
  readonly property: string;
  readonly format: (company: Company, number: number) => string;
}

/** What business logic may look at. */
export interface RuleScope {
  readonly company: Company;
  readonly table: (setName: string) => Table;
  /** The row that has this value in a property, in the company of the draft where the set has companies. */
  readonly related: (setName: string, property: string, value: string) => RelatedRow | undefined;
  /** Milliseconds since 1970, whole seconds. */
  readonly now: number;
  /** The number that the row will have in its table. */
  readonly row: number;
}

export interface RelatedRow {
  readonly text: (property: string) => string;
  readonly row: number;
  readonly table: Table;
}

export interface EntityRules extends RootTable {
  /** The property that stands beside the key in the text of a duplicate. */
  readonly title: string;
  /** Labels that are not just the words of the property's name. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly foreignKeys?: readonly ForeignKey[];
  readonly sequence?: NumberSequence;
  /** Which properties live in the second, third … data source (inferred); all others are in the first. */
  readonly joined?: readonly RegExp[];
  /** Fills in what was not posted, on create. */
  readonly fillDefaults?: (draft: RowDraft, scope: RuleScope) => void;
  /** Computes what follows from other properties, on create and on change. */
  readonly derive?: (draft: RowDraft, scope: RuleScope) => void;
  /** What validateWrite finds wrong beyond empty mandatory fields, on create. */
  readonly validateWrite?: (draft: RowDraft, scope: RuleScope) => readonly InfoLogItem[];
}
