/** Where figures come from: which counts are requests, and which queries stand behind a figure of the last hour. */
import type { ServiceCounter } from '../../../src/activity/service-activity';

export function requestsOf({
  answered,
  refused,
  failed,
}: Readonly<Record<Extract<ServiceCounter, 'answered' | 'refused' | 'failed'>, number>>): number {
  return answered + refused + failed;
}

/** The address of the list. */
export function queriesOf(filters: Readonly<Record<string, string>>): string {
  return `/queries?${new URLSearchParams({ ...filters, last: '1h' }).toString()}`;
}
