/** The error for a batch of which nothing is carried out. */
import { RequestError } from '../../errors';

/** `part 3: the header line 2 has no colon.` */
export function invalidBatch(place: string, problem: string, cause?: unknown): RequestError {
  return new RequestError('InvalidBatch', `${place}: ${problem}.`, {
    target: place,
    ...(cause === undefined ? {} : { cause }),
  });
}
