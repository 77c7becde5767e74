/** The store cannot take or give records now, for a reason that may pass: what it was to take can wait. */

export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
