/** The filter of statuses that lists and the live list share: one of them, or a class. */
import { Matches } from 'class-validator';
import type { RecordFilter, StatusClass } from '../../record/record-store';

export const IsStatusFilter = (): PropertyDecorator =>
  Matches(/^[1-5](?:\d\d|xx)$/, { message: 'status must be a status such as 404, or a class such as 5xx' });

/** What it means to the store. */
export function statusFilterOf(status: string | undefined): Pick<RecordFilter, 'status'> {
  if (status === undefined) return {};
  return { status: status.endsWith('xx') ? (status as StatusClass) : Number(status) };
}
