/** Fingerprints: queries that differ in literals only, together, the most frequent first. */
import { NativeSelect, Group, Stack, Table, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import type { FingerprintSummary } from '../../../src/record/record-store';
import type { Items } from '../../../src/server/admin/answers';
import { get } from '../api/client';
import { countText, durationText, shareText } from '../format/figures';
import { Explained } from '../pieces/explained';
import { Empty, Failed, Loading } from '../pieces/states';

const HOUR = 3_600_000;

const spans = [
  { value: String(HOUR), label: 'Last hour, beside the hour before' },
  { value: String(24 * HOUR), label: 'Last day, beside the day before' },
  { value: String(7 * 24 * HOUR), label: 'Last 7 days, beside those before' },
];

/** Each with what its figures mean. */
const columns = [
  ['Query', 'One of the queries, its literals masked.'],
  ['Count', 'How often it was asked; in brackets how often in the period before.'],
  ['Errors', 'Of status 400 and above.'],
  ['p50', 'Half of them took no longer.'],
  ['p95', '95 % of them took no longer; in brackets the same of the period before.'],
  ['p99', '99 % of them took no longer.'],
  ['Rows', 'Rows that the source gave, and rows that were returned.'],
  ['From cache', 'The share that was answered from memory.'],
  ['Upstream', 'Time that calls of sources took, added up.'],
] as const;

export default function FingerprintsPage(): ReactElement {
  const [span, setSpan] = useState(String(24 * HOUR));
  const { data, error, refetch } = useQuery({
    queryKey: ['fingerprints', span],
    queryFn: ({ signal }) => {
      const to = Date.now();
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
      {data?.items.length === 0 && <Empty title="Nothing was asked in this time" level={2} />}
      {data !== undefined && data.items.length > 0 && <Fingerprints items={data.items} />}
    </Stack>
  );
}

function Fingerprints({ items }: { readonly items: readonly FingerprintSummary[] }): ReactElement {
  return (
    <Table.ScrollContainer
      minWidth={900}
      className="surface"
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
    >
      <Table className="figures">
        <Table.Thead>
          <Table.Tr>
            {columns.map(([name, meaning]) => (
              <Table.Th key={name}>
                <Explained by={meaning}>{name}</Explained>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Row key={item.fingerprint} item={item} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ item }: { readonly item: FingerprintSummary }): ReactElement {
  const { fingerprint, url, service = '', count, errors, before } = item;
  return (
    <Table.Tr>
      <Table.Td style={{ maxWidth: 420, overflowWrap: 'anywhere' }}>
        <Link href={`/queries?fingerprint=${fingerprint}`}>
          {service}/{url}
        </Link>
      </Table.Td>
      <Table.Td>{beside(countText(count), before && countText(before.count))}</Table.Td>
      <Table.Td>{errors === 0 ? '' : countText(errors)}</Table.Td>
      <Table.Td>{durationText(item.p50)}</Table.Td>
      <Table.Td>{beside(durationText(item.p95), before && durationText(before.p95))}</Table.Td>
      <Table.Td>{durationText(item.p99)}</Table.Td>
      <Table.Td>
        {countText(item.fetched)} → {countText(item.returned)}
      </Table.Td>
      <Table.Td>{shareText(item.hitShare)}</Table.Td>
      <Table.Td>{durationText(item.upstreamMilliseconds)}</Table.Td>
    </Table.Tr>
  );
}

function beside(now: string, before: string | undefined): string {
  return before === undefined ? now : `${now} (${before})`;
}
