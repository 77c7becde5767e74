/** What the server checks before it writes: validateField for each posted field, then validateWrite. */
import { writeFailure } from '../http/answer';
import { isEmptyCell } from '../rows/cell';
import type { Table } from '../rows/table';
import type { PropertySchema } from '../schema/entity-schema';
import * as text from './info-log';
import type { RowDraft } from './row-draft';
import type { ForeignKey, RuleScope } from './rules/entity-rules';
import { dependentsOf, labelOf, rulesOf } from './rules/rules-of';

/** One failing field gives two entries: what is wrong, and where. */
export function fieldFaults(draft: RowDraft, scope: RuleScope): readonly text.InfoLogItem[] {
  const { entity } = draft.table;
  return [...draft.posted.keys()].flatMap((name) => {
    const fault = fieldFault(draft, draft.table.property(name), scope);
    return fault === undefined ? [] : [fault, text.fieldInvalid(entity, name)];
  });
}

function fieldFault(
  draft: RowDraft,
  property: PropertySchema,
  scope: RuleScope,
): text.InfoLogItem | undefined {
  const { setName } = draft.table.entity;
  if (isFixed(draft, property) && !isSame(draft, property)) {
    return text.notEditable(labelOf(setName, property.name));
  }
  const foreignKey = rulesOf(setName).foreignKeys?.find((each) => each.property === property.name);
  const value = draft.text(property.name);
  if (foreignKey === undefined || value === '') return undefined;
  if (scope.related(foreignKey.targetSet, foreignKey.targetProperty, value) !== undefined) return undefined;
  return text.notInRelatedTable(value, foreignKey.label, rulesOf(foreignKey.targetSet).tableLabel);
}

/** Keys are given once, on create; some properties never. */
function isFixed(draft: RowDraft, property: PropertySchema): boolean {
  return property.isReadOnly || (property.isKey && !draft.isNew);
}

function isSame(draft: RowDraft, property: PropertySchema): boolean {
  const stored = String(draft.storedCell(property));
  const posted = draft.text(property.name);
  return property.kind === 'String' ? stored.toLowerCase() === posted.toLowerCase() : stored === posted;
}

/**
 * On a change only the posted fields are looked at: some generated rows lack what is mandatory, as rows from before a
 * field became so, and the platform's own check of the whole row would lock them.
 */
export function recordFaults(draft: RowDraft, scope: RuleScope): readonly text.InfoLogItem[] {
  const { entity } = draft.table;
  const rules = rulesOf(entity.setName);
  const empty = entity.properties
    .filter(({ name, isMandatory }) => isMandatory && (draft.isNew || draft.wasPosted(name)))
    .filter((property) => isEmptyCell(property, draft.cell(property.name)))
    .map(({ name }) => text.mustBeFilled(labelOf(entity.setName, name)));
  if (empty.length > 0) return [...empty, text.recordInvalid(rules)];
  const found = draft.isNew ? (rules.validateWrite?.(draft, scope) ?? []) : [];
  const isCanceled = found.some((item) => item.startsWith('Error: '));
  return found.length === 0 || isCanceled ? found : [...found, text.recordInvalid(rules)];
}

/** Refuses the delete of a row that others point at. */
export function checkNoDependents(
  table: Table,
  row: number,
  tableOf: (setName: string) => Table,
  status: number,
): void {
  const { entity } = table;
  for (const { setName, foreignKey } of dependentsOf(entity.setName)) {
    if (!isPointedAt(table, row, foreignKey, tableOf(setName))) continue;
    const item = text.hasDependents(rulesOf(entity.setName).tableLabel, rulesOf(setName).tableLabel);
    throw writeFailure(status, text.infoLog(entity, [item]));
  }
}

function isPointedAt(
  table: Table,
  row: number,
  { property, targetProperty }: ForeignKey,
  from: Table,
): boolean {
  const value = table.cell(table.property(targetProperty), row);
  if (!table.entity.isPerCompany) return from.rowsWhere([property], [value]).length > 0;
  const company = table.cell(table.property('dataAreaId'), row);
  return from.rowsWhere(['dataAreaId', property], [company, value]).length > 0;
}
