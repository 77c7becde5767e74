/** Cache: what memory holds by entity set, how often it served, and a way to make it forget. */
import { Alert, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { CacheContents, TierContents } from '../../../src/server/admin/answers';
import { get, post } from '../api/client';
import { bytesText, countText, shareText } from '../format/figures';
import { Explained } from '../pieces/explained';
import { Failed, Loading } from '../pieces/states';
import { Section } from '../query/section';
import { useRight } from '../shell/session-context';

export default function CachePage(): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: ['cache'],
    queryFn: ({ signal }) => get<CacheContents>('/api/cache', {}, signal),
  });
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1}>Cache</Title>
        <PurgeAll />
      </Group>
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
    </Stack>
  );
}

function PurgeAll(): ReactElement | undefined {
  const client = useQueryClient();
  const mayAct = useRight('actions');
  const purging = useMutation({
    mutationFn: () => post<object>('/api/cache/purge', { all: true }),
    onSettled: () => client.invalidateQueries({ queryKey: ['cache'] }),
  });
  if (!mayAct) return undefined;
  return (
    <Group gap="xs">
      {purging.error !== null && <Text size="sm">{purging.error.message}</Text>}
      <Button variant="default" loading={purging.isPending} onClick={() => purging.mutate()}>
        Purge everything
      </Button>
    </Group>
  );
}

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
        <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                {['Entity set', 'Entries', 'Size', 'Hits', 'Misses', 'Hit share', 'Evicted'].map((head) => (
                  <Table.Th key={head}>{head}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sets.map(([name, { entries, bytes, hits, misses, evictions }]) => (
                <Table.Tr key={name}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td>{countText(entries)}</Table.Td>
                  <Table.Td>{bytesText(bytes)}</Table.Td>
                  <Table.Td>{countText(hits)}</Table.Td>
                  <Table.Td>{countText(misses)}</Table.Td>
                  <Table.Td>{hits + misses === 0 ? '' : shareText(hits / (hits + misses))}</Table.Td>
                  <Table.Td>{countText(evictions)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}
