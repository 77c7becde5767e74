/** The connections beside each other: what was asked of each source, and how it bears that. */
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ConnectionOverview } from '../../../src/server/admin/answers';
import { bytesText, countIfAny, countText, durationIfAny } from '../format/figures';
import { BreakerBadge } from '../connections/breaker-badge';
import { type FiguresColumn, FiguresTable } from './figures-table';

const columns: readonly FiguresColumn<ConnectionOverview>[] = [
  {
    name: 'Connection',
    meaning: 'As it is configured. All figures are of the last hour.',
    cell: ({ name }) => <Link href="/connections">{name}</Link>,
  },
  {
    name: 'Calls',
    meaning: 'HTTP requests to the source, retries included. A source within the gateway has none.',
    cell: ({ hour }) => countText(hour.counts.calls),
  },
  {
    name: 'Failed',
    meaning: 'Without an answer, or with one that cannot be used.',
    cell: ({ hour }) => countIfAny(hour.counts.failed),
  },
  {
    name: 'Throttled',
    meaning: 'Answered 429: the source bears no more at the moment.',
    cell: ({ hour }) => countIfAny(hour.counts.throttled),
  },
  {
    name: 'Retries',
    meaning: 'Attempts beyond the first of a request.',
    cell: ({ hour }) => countIfAny(hour.counts.retries),
  },
  { name: 'p50', meaning: 'Half of the calls took no longer.', cell: ({ hour }) => durationIfAny(hour.p50) },
  { name: 'p95', meaning: '95 % of the calls took no longer.', cell: ({ hour }) => durationIfAny(hour.p95) },
  {
    name: 'Received',
    meaning: 'Bytes of answers, compressed as they came.',
    cell: ({ hour }) => bytesText(hour.counts.bytes),
  },
  {
    name: 'Running now',
    meaning:
      'Calls that the source is answering at this moment, and those that wait for a connection or for a retry.',
    cell: ({ load: { running, waiting } }) =>
      waiting === 0 ? countText(running) : `${countText(running)}, ${countText(waiting)} wait`,
  },
  {
    name: 'Breaker',
    meaning:
      'Whether the source is asked at this moment, or left alone because too many calls of ten seconds failed.',
    cell: ({ breakers }) =>
      breakers
        .filter(({ state, failures }) => state !== 'closed' || failures > 0)
        .map((breaker, index) => <BreakerBadge key={`${breaker.origin} ${index}`} breaker={breaker} />),
  },
  {
    name: 'Learned',
    meaning: 'What the provider has learned of the source, or suffers: restrictions, limits, waiting.',
    cell: ({ notes }) => notes.map(({ subject, text }) => `${subject}: ${text}`).join('; '),
  },
];

export function ConnectionsTable({
  connections,
}: {
  readonly connections: readonly ConnectionOverview[];
}): ReactElement {
  return <FiguresTable title="Connections" columns={columns} subjects={connections} />;
}
