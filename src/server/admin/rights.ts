/** What administrators may do: four rights, so that whoever watches figures need not see queries, nor whoever sees queries values. */

export const rights = ['aggregates', 'queries', 'payloads', 'actions'] as const;

/**
 * `aggregates`: figures, and what is configured. `queries`: single records, their lists and exports, plans. `payloads`: what a
 * capture kept of requests. `actions`: purge, replay, check, capture.
 */
export type Right = (typeof rights)[number];
