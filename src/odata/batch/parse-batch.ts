/** Reads the body of `POST $batch`, in either format, and refuses what is malformed or too large before anything runs. */
import { RequestError } from '../../errors';
import type { Batch } from './batch';
import { batchLimits } from './batch-limits';
import { BatchTally } from './batch-tally';
import { readBatchType } from './batch-type';
import { parseJsonBatch } from './parse-json-batch';
import { parseMultipart } from './parse-multipart';
import type { Addresses } from './read-target';

/**
 * @param contentType of the batch itself: it names the format, and the boundary
 *
 * @throws {RequestError} InvalidBatch, naming the part; BodyTooLarge; UnsupportedMediaType
 */
export function parseBatch(text: string, contentType: string | undefined, addresses: Addresses): Batch {
  if (text.length > batchLimits.size) {
    throw new RequestError(
      'BodyTooLarge',
      `The batch is longer than the limit of ${batchLimits.size} bytes.`,
    );
  }
  const type = readBatchType(contentType);
  const reading = { tally: new BatchTally(), addresses };
  switch (type.format) {
    case 'multipart':
      return { format: type.format, parts: parseMultipart(text, type.boundary, reading) };
    case 'json':
      return { format: type.format, parts: parseJsonBatch(text, reading) };
  }
}
