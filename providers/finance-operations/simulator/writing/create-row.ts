/** Creates a row in the server's order: posted fields, validateField, defaults, validateWrite, write. */
import { type Answer, writeFailure } from '../http/answer';
import { showRow } from '../reading/read-row';
import { keyPath } from '../reading/row-writer';
import type { Cell } from '../rows/cell';
import type { EntitySchema } from '../schema/entity-schema';
import type { Change } from './change';
import * as text from './info-log';
import { readPayload } from './read-payload';
import { RowDraft } from './row-draft';
import { ruleScope } from './rule-scope';
import type { EntityRules, RuleScope } from './rules/entity-rules';
import { rulesOf } from './rules/rules-of';
import type { Transaction } from './transaction';
import { fieldFaults, recordFaults } from './validate';
import type { WriteEnvironment } from './write-environment';

type Cells = ReadonlyMap<string, Exclude<Cell, undefined>>;

export function createRow(change: Change, transaction: Transaction, environment: WriteEnvironment): Answer {
  const { table, options, clientRequestId } = change;
  const { cells, values } = readPayload(change.body, table.entity);
  const company = companyOf(cells, change, environment);
  const posted = table.entity.isPerCompany ? new Map(cells).set('dataAreaId', company) : cells;
  const draft = new RowDraft(table, undefined, posted);
  const scope = ruleScope(company, table.size, environment.table);
  prepare(draft, scope, change, environment);
  const rules = rulesOf(table.entity.setName);
  const row = transaction.insert(table, draft.cells(), rules, { values, clientRequestId });
  const shown = showRow(table, row, options, environment);
  const location = `${environment.origin}/data/${keyPath(table, row)}`;
  return { ...shown, status: 201, headers: { ...shown.headers, location } };
}

/** Absent means the caller's own; another one takes `cross-company=true` (trap 1). Stored in lower case. */
function companyOf(cells: Cells, change: Change, environment: WriteEnvironment): string {
  const own = change.company.toLowerCase();
  const { entity } = change.table;
  if (!entity.isPerCompany) return own;
  const company = String(cells.get('dataAreaId') ?? own).toLowerCase() || own;
  if (company !== own && !change.options.crossCompany) throw refused(change, [text.otherCompany(company)]);
  if (environment.table('Companies').rowsWhere(['DataArea'], [company]).length > 0) return company;
  // Inferred: the company is checked like any other foreign key.
  throw refused(change, [
    text.notInRelatedTable(company, 'Company', 'Companies'),
    text.fieldInvalid(entity, 'dataAreaId'),
  ]);
}

function prepare(draft: RowDraft, scope: RuleScope, change: Change, environment: WriteEnvironment): void {
  const rules = rulesOf(change.table.entity.setName);
  const fields = fieldFaults(draft, scope);
  if (fields.length > 0) throw refused(change, fields);
  drawNumber(draft, scope, rules, environment);
  rules.fillDefaults?.(draft, scope);
  rules.derive?.(draft, scope);
  const faults = recordFaults(draft, scope);
  if (faults.length > 0) throw refused(change, faults);
  if (isTaken(draft, change.table.entity)) throw refused(change, [duplicate(draft, rules)]);
}

/** An empty key is filled from its sequence, unless that is set to manual. */
function drawNumber(
  draft: RowDraft,
  scope: RuleScope,
  { sequence }: EntityRules,
  environment: WriteEnvironment,
): void {
  if (sequence === undefined || draft.text(sequence.property).trim() !== '') return;
  if (environment.options.manualNumbers.includes(sequence.property)) return;
  draft.set(sequence.property, environment.sequences.draw(sequence, draft.table, scope.company));
}

function isTaken(draft: RowDraft, entity: EntitySchema): boolean {
  const key = entity.keyNames.map((name) => draft.cell(name));
  return draft.table.rowsWhere(entity.keyNames, key).length > 0;
}

function duplicate(draft: RowDraft, rules: EntityRules): text.InfoLogItem {
  const name = draft.table.entity.keyNames.find((each) => each !== 'dataAreaId') ?? '';
  return text.alreadyExists(rules, draft.text(name), draft.text(rules.title));
}

function refused({ table, failureStatus }: Change, items: readonly text.InfoLogItem[]): Error {
  return writeFailure(failureStatus, text.infoLog(table.entity, items));
}
