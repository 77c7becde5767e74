/** Cache: what memory holds by service and entity set, how often it served, and a way to make it forget. */
import { Alert, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { CacheContents, TierContents } from '../../../src/server/admin/answers';
import { get } from '../api/client';
import { bytesText, countText, shareText } from '../format/figures';
import { Explained } from '../pieces/explained';
import { type Columns, ListTable } from '../pieces/list-table';
import { Failed, Loading } from '../pieces/states';
import { Section } from '../query/section';
import { PurgeSection } from './purge-section';

export default function CachePage(): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: ['cache'],
    queryFn: ({ signal }) => get<CacheContents>('/api/cache', {}, signal),
  });
  return (
    <Stack gap="sm">
      <Title order={1}>Cache</Title>
      {error !== null && <Failed error={error} again={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data?.linked === false && (
        <Alert color="yellow" title="Other instances are out of reach">
          Memory is not used until they are reached again: what they changed could not be known.
        </Alert>
      )}
      {data !== undefined && (
        <>
          <Tier title="Answers" tier={data.answers} meaning="Answers as they were sent, by what was asked." />
          <Tier title="Rows" tier={data.rows} meaning="Rows of the source: many URLs share one fetch." />
        </>
      )}
      <PurgeSection />
    </Stack>
  );
}

const columns: Columns = [
  {
    name: 'Entity set',
    meaning:
      'Whose answers or rows these are, with its service. Rows that services share count where they were stored.',
  },
  { name: 'Entries', meaning: 'How many answers or rows are held now.', isNumber: true },
  { name: 'Size', meaning: 'Memory that they take.', isNumber: true },
  { name: 'Hits', meaning: 'How often one was used since the start.', isNumber: true },
  { name: 'Misses', meaning: 'How often one was looked for in vain since the start.', isNumber: true },
  { name: 'Hit share', meaning: 'Hits of all looks.', isNumber: true },
  { name: 'Evicted', meaning: 'Given up since the start, for want of memory.', isNumber: true },
];

interface TierProps {
  readonly title: string;
  readonly tier: TierContents;
  readonly meaning: string;
}

function Tier({ title, tier, meaning }: TierProps): ReactElement {
  const sets = Object.entries(tier.sets);
  return (
    <Section title={title} aside={<Explained by={meaning}>{bytesText(tier.bytes)}</Explained>}>
      {sets.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing was asked yet.
        </Text>
      ) : (
        <ListTable columns={columns}>
          {sets.map(([name, { entries, bytes, hits, misses, evictions }]) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td className="number">{countText(entries)}</Table.Td>
              <Table.Td className="number">{bytesText(bytes)}</Table.Td>
              <Table.Td className="number">{countText(hits)}</Table.Td>
              <Table.Td className="number">{countText(misses)}</Table.Td>
              <Table.Td className="number">
                {hits + misses === 0 ? '' : shareText(hits / (hits + misses))}
              </Table.Td>
              <Table.Td className="number">{countText(evictions)}</Table.Td>
            </Table.Tr>
          ))}
        </ListTable>
      )}
    </Section>
  );
}
