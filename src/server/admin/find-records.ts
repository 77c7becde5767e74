/** Finds the store of records for an administrator, with all that has ended until now: records are written a moment later. */
import { RequestError } from '../../errors';
import type { RecordStore } from '../../record/record-store';
import type { Gateway } from '../gateway';

/** @throws {RequestError} NotImplemented, where none are kept */
export async function findRecords({ records }: Pick<Gateway, 'records'>): Promise<RecordStore> {
  if (records === undefined) {
    throw new RequestError(
      'NotImplemented',
      'no records are kept: records.enabled is false, or their file cannot be opened.',
    );
  }
  await records.flush();
  return records.store;
}
