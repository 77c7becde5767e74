/** Changes one row: translates, sends once, and judges the answer. */
import type { CallContext, WriteCommand, WriteResult } from '../../src/provider-sdk/index';
import { resultOf } from './change-answer';
import { changeRequestOf } from './change-request';
import { isUnknownAddress } from './read-errors';
import { fits, type Reading } from './read-rows';

export type Writing = Pick<Reading, 'service' | 'catalog' | 'maxUrlLength'>;

export async function writeRow(
  command: WriteCommand,
  writing: Writing,
  context: CallContext,
): Promise<WriteResult> {
  const entity = await writing.catalog.entity(command.entity, context);
  const request = changeRequestOf(command, entity, (path) => fits(path, writing));
  const answer = await writing.service.change(request, entity.name, context);
  if (answer.status === 404 && isUnknownAddress(answer.body)) writing.catalog.expire(entity.name);
  return resultOf(answer, command, entity);
}
