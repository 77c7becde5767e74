/** The services beside each other. */
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import type { ServiceOverview } from '../../../src/server/admin/answers';
import { countIfAny, countText, durationIfAny, durationText, shareText } from '../format/figures';
import { useRight } from '../shell/session-context';
import { queriesOf, requestsOf } from './behind';
import { type FiguresColumn, FiguresTable } from './figures-table';

export function ServicesTable({ services }: { readonly services: readonly ServiceOverview[] }): ReactElement {
  const mayFollow = useRight('queries');
  const linked = (text: string, filters: Readonly<Record<string, string>>): ReactNode =>
    mayFollow && text !== '' ? <Link href={queriesOf(filters)}>{text}</Link> : text;
  const columns: readonly FiguresColumn<ServiceOverview>[] = [
    {
      name: 'Service',
      meaning: 'As it is configured. All figures are of the last hour.',
      cell: ({ name }) => linked(name, { service: name }),
    },
    {
      name: 'Requests',
      meaning: 'All that were answered, those from memory among them.',
      cell: ({ hour }) => countText(requestsOf(hour.counts)),
    },
    {
      name: 'Failed',
      meaning: 'Of status 500 and above.',
      cell: ({ name, hour }) => linked(countIfAny(hour.counts.failed), { service: name, status: '5xx' }),
    },
    {
      name: 'Refused',
      meaning: 'Of status 400 to 499.',
      cell: ({ name, hour }) => linked(countIfAny(hour.counts.refused), { service: name, status: '4xx' }),
    },
    {
      name: 'Left',
      meaning: 'Their callers went away before the answer.',
      cell: ({ hour }) => countIfAny(hour.counts.abandoned),
    },
    { name: 'p50', meaning: 'Half of them took no longer.', cell: ({ hour }) => durationIfAny(hour.p50) },
    {
      name: 'p95',
      meaning: '95 % of them took no longer; leads to those that did.',
      cell: ({ name, hour }) =>
        linked(durationIfAny(hour.p95), { service: name, minMilliseconds: String(Math.ceil(hour.p95 ?? 0)) }),
    },
    { name: 'p99', meaning: '99 % of them took no longer.', cell: ({ hour }) => durationIfAny(hour.p99) },
    {
      name: 'From cache',
      meaning: 'The share that was answered from memory.',
      cell: ({ name, hour: { counts } }) =>
        linked(share(counts.hits, requestsOf(counts)), { service: name, cache: 'hit' }),
    },
    {
      name: 'Rows',
      meaning:
        'Rows that were fetched to be worked on, and rows that were returned; not of answers from memory.',
      cell: ({ hour: { counts } }) => `${countText(counts.fetched)} → ${countText(counts.returned)}`,
    },
    { name: 'Changes', meaning: 'That were made.', cell: ({ hour }) => countIfAny(hour.counts.writes) },
    {
      name: 'Upstream',
      meaning: 'Time of all calls that its requests made, added up.',
      cell: ({ hour }) => (hour.counts.upstream === 0 ? '' : durationText(hour.counts.upstream)),
    },
  ];
  return <FiguresTable title="Services" columns={columns} subjects={services} />;
}

function share(part: number, all: number): string {
  return all === 0 ? '' : shareText(part / all);
}
