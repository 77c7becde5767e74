/** Draws numbers for keys that callers leave out, one sequence for each set and company. */
import type { Table } from '../rows/table';
import type { Company } from '../seed/companies';
import type { NumberSequence } from './rules/entity-rules';

export class NumberSequences {
  readonly #next = new Map<string, number>();

  /** A number that no row has. A number drawn for a write that fails is lost, as sequences with gaps do it. */
  draw({ property, format }: NumberSequence, table: Table, company: Company): string {
    const id = `${table.entity.setName} ${company.id}`;
    let number = this.#next.get(id) ?? table.size + 1;
    let drawn = format(company, number++);
    while (table.rowsWhere(['dataAreaId', property], [company.id, drawn]).length > 0) {
      drawn = format(company, number++);
    }
    this.#next.set(id, number);
    return drawn;
  }
}
