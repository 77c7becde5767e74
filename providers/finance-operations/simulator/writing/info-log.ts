/** Writes the InfoLog texts of failed writes (facts page 3.4); those without a capture are marked. */
import type { EntitySchema } from '../schema/entity-schema';

/** Severity and text; the text keeps a full stop of its own, which doubles the one that ends the log. */
export type InfoLogItem = string;

/** An entity's root table as the texts name it. */
export interface RootTable {
  readonly tableName: string;
  readonly tableLabel: string;
  /** The label of the key property that is not the company. */
  readonly keyLabel: string;
}

export function infoLog(entity: EntitySchema, items: readonly InfoLogItem[]): string {
  return `Write failed for table row of type '${entity.aotName}'. Infolog: ${items.join('; ')}.`;
}

export function notInRelatedTable(value: string, label: string, relatedLabel: string): InfoLogItem {
  return `Warning: The value '${value}' in field '${label}' is not found in the related table '${relatedLabel}'.`;
}

export function fieldInvalid(entity: EntitySchema, property: string): InfoLogItem {
  return `Warning: validateField failed on field '${entity.aotName}.${property}'`;
}

/** The usual text of the platform (inferred). */
export function mustBeFilled(label: string): InfoLogItem {
  return `Warning: Field '${label}' must be filled in.`;
}

export function recordInvalid({ tableName }: RootTable): InfoLogItem {
  return `Warning: validateWrite failed on data source '${tableName} (${tableName})'`;
}

/** Inferred: no capture shows what a change of such a field gives. */
export function notEditable(label: string): InfoLogItem {
  return `Error: Field '${label}' is not editable.`;
}

export function alreadyExists(rules: RootTable, key: string, title: string): InfoLogItem {
  return (
    `Info: Cannot create a record in ${rules.tableLabel} (${rules.tableName}). ` +
    `${rules.keyLabel}: ${key}, ${title}.\nThe record already exists.`
  );
}

/** The platform's text of a restricted delete; the severity is inferred. */
export function hasDependents(tableLabel: string, dependentLabel: string): InfoLogItem {
  return (
    `Error: ${tableLabel} cannot be deleted while dependent ${dependentLabel} exist. ` +
    `Delete dependent ${dependentLabel} and try again.`
  );
}

export function updateConflict({ tableLabel, tableName }: RootTable): InfoLogItem {
  return (
    `Error: Cannot edit a record in ${tableLabel} (${tableName}).\nAn update conflict occurred due to another ` +
    'user process deleting the record or changing one or more fields in the record.'
  );
}

/** Inferred: without `cross-company=true` no other company than the caller's own can be written to (trap 1). */
export function otherCompany(company: string): InfoLogItem {
  return `Error: The record cannot be created in company '${company}' while the session is in another company.`;
}

export function siteMissing(): readonly InfoLogItem[] {
  return [
    'Warning: Inventory dimension Site is mandatory and must consequently be specified.',
    'Error: Update has been canceled.',
  ];
}
