/** The store cannot take or give records now, for a reason that may pass: what it was to take can wait, who asks may ask again. */
import { RequestError } from '../errors';

export class StoreUnavailable extends RequestError {
  constructor(message: string, cause: unknown) {
    super('UpstreamUnavailable', message, { cause });
  }
}
