/** Lets business logic see the rest of the database, from one company. */
import type { Table } from '../rows/table';
import { type Company, seedCompanies } from '../seed/companies';
import type { RuleScope } from './rules/entity-rules';

export function ruleScope(companyId: string, row: number, table: (setName: string) => Table): RuleScope {
  const company = companyNamed(companyId);
  return {
    company,
    table,
    row,
    now: Math.floor(Date.now() / 1000) * 1000,
    related: (setName, property, value) => {
      const target = table(setName);
      const [found] = target.entity.isPerCompany
        ? target.rowsWhere(['dataAreaId', property], [company.id, value])
        : target.rowsWhere([property], [value]);
      if (found === undefined) return undefined;
      return { table: target, row: found, text: (name) => target.text(name, found) };
    },
  };
}

/** A company that was created here has no number prefix or language of its own. */
function companyNamed(id: string): Company {
  const known = seedCompanies.find((company) => company.id === id);
  if (known !== undefined) return known;
  return {
    id,
    name: id,
    numberPrefix: id.toUpperCase(),
    currency: '',
    language: '',
    country: '',
    countryIso: '',
    timeZone: 'GMT_DUBLIN_EDINBURGH_LISBON_LONDON',
  };
}
