/** Fingerprints: queries that differ in literals only, together, the most frequent first. */
import { NativeSelect, Group, Stack, Table, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import type { FingerprintSummary } from '../../../src/record/record-store';
import type { Items } from '../../../src/server/admin/answers';
import { get } from '../api/client';
import { countIfAny, countText, durationText, shareText } from '../format/figures';
import { type Columns, ListTable } from '../pieces/list-table';
import { Empty, Failed, Loading } from '../pieces/states';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const spans = [
  { value: String(HOUR), label: 'Last hour, beside the hour before' },
  { value: String(24 * HOUR), label: 'Last day, beside the day before' },
  { value: String(7 * 24 * HOUR), label: 'Last 7 days, beside those before' },
];

const columns: Columns = [
  { name: 'Query', meaning: 'One of the queries, its literals masked. Leads to all of them.' },
  {
    name: 'Count',
    meaning: 'How often it was asked; in brackets how often in the period before.',
    isNumber: true,
  },
  { name: 'Errors', meaning: 'Of status 400 and above.', isNumber: true },
  { name: 'p50', meaning: 'Half of them took no longer, within 4 %.', isNumber: true },
  {
    name: 'p95',
    meaning: '95 % of them took no longer, within 4 %; in brackets the same of the period before.',
    isNumber: true,
  },
  { name: 'p99', meaning: '99 % of them took no longer, within 4 %.', isNumber: true },
  { name: 'Rows', meaning: 'Rows that the source gave, and rows that were returned.', isNumber: true },
  { name: 'From cache', meaning: 'The share that was answered from memory.', isNumber: true },
  { name: 'Upstream', meaning: 'Time that calls of sources took, added up.', isNumber: true },
];

export default function FingerprintsPage(): ReactElement {
  const [span, setSpan] = useState(String(24 * HOUR));
  const { data, error, refetch } = useQuery({
    queryKey: ['fingerprints', span],
    queryFn: ({ signal }) => {
      // Whole minutes are what the store has added up already.
      const to = Math.ceil(Date.now() / MINUTE) * MINUTE;
      const period = { from: to - Number(span), to };
      return get<Items<FingerprintSummary>>('/api/fingerprints', period, signal);
    },
  });
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1}>Fingerprints</Title>
        <NativeSelect
          aria-label="Period"
          data={spans}
          value={span}
          onChange={({ currentTarget }) => setSpan(currentTarget.value)}
        />
      </Group>
      {error !== null && <Failed error={error} again={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data?.items.length === 0 && (
        <Empty title="Nothing was asked in this time" level={2}>
          Choose a longer period, or wait for the first request.
        </Empty>
      )}
      {data !== undefined && data.items.length > 0 && (
        <ListTable columns={columns}>
          {data.items.map((item) => (
            <Row key={item.fingerprint} item={item} />
          ))}
        </ListTable>
      )}
    </Stack>
  );
}

function Row({ item }: { readonly item: FingerprintSummary }): ReactElement {
  const { fingerprint, method, url, service = '', count, errors, before } = item;
  return (
    <Table.Tr>
      <Table.Td className="long">
        <Link href={`/queries?fingerprint=${fingerprint}`}>
          {method} {service}/{url}
        </Link>
      </Table.Td>
      <Table.Td className="number">{beside(countText(count), before && countText(before.count))}</Table.Td>
      <Table.Td className="number">{countIfAny(errors)}</Table.Td>
      <Table.Td className="number">{durationText(item.p50)}</Table.Td>
      <Table.Td className="number">
        {beside(durationText(item.p95), before && durationText(before.p95))}
      </Table.Td>
      <Table.Td className="number">{durationText(item.p99)}</Table.Td>
      <Table.Td className="number">
        {item.fetched + item.returned > 0 && `${countText(item.fetched)} → ${countText(item.returned)}`}
      </Table.Td>
      <Table.Td className="number">{shareText(item.hitShare)}</Table.Td>
      <Table.Td className="number">
        {item.upstreamMilliseconds > 0 && durationText(item.upstreamMilliseconds)}
      </Table.Td>
    </Table.Tr>
  );
}

function beside(now: string, before: string | undefined): string {
  return before === undefined ? now : `${now} (${before})`;
}
