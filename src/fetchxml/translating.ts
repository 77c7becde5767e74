/** What all parts of one translation share. */
import type { EntitySet, ServiceModel } from '../model/entity-set';

export interface Translating {
  readonly model: ServiceModel;
  /** The set behind the virtual table. */
  readonly entitySet: EntitySet;
  /** The logical name of the virtual table. */
  readonly table: string;
  /** The instant of the query: what "today" means, in canonical form. */
  readonly now: string;
  /** Tells the reader what the query text alone does not. */
  readonly note: (text: string) => void;
}
