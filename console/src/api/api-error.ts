/** A refusal of the admin API, or the failure to reach it. */

export class ApiError extends Error {
  /** @param status 0 where there was no answer */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly target?: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}
