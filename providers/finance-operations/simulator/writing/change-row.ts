/** Changes or deletes the row that a key means, after reading it again. */
import { type Answer, emptyAnswer, noSuchRow, Refusal, versionMismatch, writeFailure } from '../http/answer';
import { findRow } from '../reading/read-row';
import type { Change } from './change';
import * as text from './info-log';
import { readPayload } from './read-payload';
import { RowDraft } from './row-draft';
import { ruleScope } from './rule-scope';
import { rulesOf } from './rules/rules-of';
import type { Transaction } from './transaction';
import { checkNoDependents, fieldFaults, recordFaults } from './validate';
import type { WriteEnvironment } from './write-environment';

type KeyedChange = Change & { readonly key: string };

/** PATCH, and PUT too: both take a part of the properties, and the rest stays (inferred for PUT). */
export function updateRow(
  change: KeyedChange,
  transaction: Transaction,
  environment: WriteEnvironment,
): Answer {
  const { table, clientRequestId } = change;
  const { cells, values } = readPayload(change.body, table.entity);
  const row = rowToChange(change, environment);
  // Nothing to set is nothing to write (inferred).
  if (cells.size === 0) return emptyAnswer(204, { 'odata-version': '4.0' });
  const draft = new RowDraft(table, row, cells);
  const company = table.entity.isPerCompany ? table.text('dataAreaId', row) : change.company;
  const scope = ruleScope(company, row, environment.table);
  const rules = rulesOf(table.entity.setName);
  const fields = fieldFaults(draft, scope);
  if (fields.length > 0) throw refused(change, fields);
  rules.derive?.(draft, scope);
  const faults = recordFaults(draft, scope);
  if (faults.length > 0) throw refused(change, faults);
  transaction.update(table, row, withoutKey(draft, change), rules, { values, clientRequestId });
  return emptyAnswer(204, { 'odata-version': '4.0' });
}

export function deleteRow(
  change: KeyedChange,
  transaction: Transaction,
  environment: WriteEnvironment,
): Answer {
  const { table, failureStatus, clientRequestId } = change;
  const row = rowToChange(change, environment);
  checkNoDependents(table, row, environment.table, failureStatus);
  transaction.remove(table, row, { values: {}, clientRequestId });
  return emptyAnswer(204, { 'odata-version': '4.0' });
}

function rowToChange(change: KeyedChange, { options }: WriteEnvironment): number {
  const row = findRow(change);
  if (row === undefined) throw new Refusal(noSuchRow());
  if (!isMatch(change.ifMatch, change.table.versions.etagOf(row))) throw versionMismatch();
  if (options.updateConflicts > 0) {
    options.updateConflicts--;
    throw refused(change, [text.updateConflict(rulesOf(change.table.entity.setName))]);
  }
  return row;
}

/** A list is a match when one of its tags is; without the header anything is. */
function isMatch(ifMatch: string | undefined, etag: string): boolean {
  if (ifMatch === undefined) return true;
  return ifMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim() === etag);
}

/** A key that was posted again, perhaps in another case, stays as it was. */
function withoutKey(draft: RowDraft, { table }: Change): ReturnType<RowDraft['cells']> {
  return Object.fromEntries(
    Object.entries(draft.cells()).filter(([name]) => !table.entity.keyNames.includes(name)),
  );
}

function refused({ table, failureStatus }: Change, items: readonly text.InfoLogItem[]): Error {
  return writeFailure(failureStatus, text.infoLog(table.entity, items));
}
