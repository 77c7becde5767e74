/** Where figures come from: which counts are requests, and which queries stand behind a figure of the last hour. */
import type { ServiceFigures } from '../../../src/server/admin/answers';

export function requestsOf({
  answered,
  refused,
  failed,
}: Pick<ServiceFigures['total']['counts'], 'answered' | 'refused' | 'failed'>): number {
  return answered + refused + failed;
}

/** The address of the list. */
export function queriesOf(filters: Readonly<Record<string, string>>): string {
  return `/queries?${new URLSearchParams({ ...filters, last: '1h' }).toString()}`;
}
