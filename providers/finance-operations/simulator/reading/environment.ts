/** What every read needs to know of the simulated environment. */
import type { SimulatorOptions } from '../options';
import type { FilterScope } from '../query/filter-scope';
import { caseInsensitive, sqlCollation } from '../rows/collation';
import type { Table } from '../rows/table';

export interface Environment {
  /** `http://host:port`. */
  readonly origin: string;
  /** Read anew for each request: tests change the switches at any time. */
  readonly options: SimulatorOptions;
  readonly table: (setName: string) => Table;
  readonly isVirtual: (setName: string, property: string) => boolean;
  /** A number that changes with each query. */
  readonly nextTurn: () => number;
}

/** Trap 1: without `cross-company=true` only the rows of the caller's default company exist. */
export function visibleTest(table: Table, company: string, crossCompany: boolean): (row: number) => boolean {
  const companies = table.column('dataAreaId');
  if (crossCompany || companies === undefined || !table.entity.isPerCompany) return () => true;
  const own = company.toLowerCase();
  return (row) => companies[row] === own;
}

export function filterScope(table: Table, environment: Environment): FilterScope {
  const { options } = environment;
  const { setName } = table.entity;
  return {
    table,
    rules: options.textEquality === 'sql-collation' ? sqlCollation : caseInsensitive,
    wildcards: true,
    isFunctionSupported: (name) => options.functions[setName]?.includes(name) ?? false,
    isVirtual: environment.isVirtual,
    refusesEnums: options.enumFilterRefused.includes(setName),
    related: environment.table,
  };
}
