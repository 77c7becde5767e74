/** How large a batch may be. All of it is counted before the first request is carried out. */

export const batchLimits = {
  /** Characters of the whole body. */
  size: 4 * 1024 * 1024,
  /** Requests, those in change sets included. */
  requests: 100,
  requestsInChangeSet: 50,
  /** Characters of all header lines of one part, its request line included. */
  headers: 64 * 1024,
  /** RFC 2046, 5.1.1. */
  boundary: 70,
} as const;
