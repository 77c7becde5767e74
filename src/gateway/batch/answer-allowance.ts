/** How much the reads of one batch may answer all together: a hundred full pages would otherwise be built up in memory. */
import { RequestError } from '../../errors';
import type { Answer } from '../incoming';

/** In bytes. Reads that run at the same time may go beyond it by a page each. */
const MOST_BYTES = 32 * 1024 * 1024;

export class AnswerAllowance {
  #left = MOST_BYTES;

  /** @throws {RequestError} LimitExceeded where those before have used it up; else what the read throws */
  async spend(read: () => Promise<Answer>): Promise<Answer> {
    if (this.#left <= 0) {
      throw new RequestError(
        'LimitExceeded',
        `the answers of the batch are larger than the limit of ${MOST_BYTES} bytes; ask for this in another batch.`,
      );
    }
    const answer = await read();
    this.#left -= Buffer.byteLength(answer.body ?? '');
    return answer;
  }
}
