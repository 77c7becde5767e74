/** Says which request made a change set fail, where that is known. */

/** Thrown for a change set of which nothing was carried out. What else is thrown counts as about the set as a whole. */
export class ChangeSetFailure extends Error {
  readonly error: unknown;
  /** Of the request in its change set. */
  readonly index: number;

  constructor(error: unknown, index: number) {
    super('The change set was not carried out.', { cause: error });
    this.name = 'ChangeSetFailure';
    this.error = error;
    this.index = index;
  }
}
