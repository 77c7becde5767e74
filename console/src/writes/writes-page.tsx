/** Writes: who changed what, and what became of it; values are never kept. */
import { Badge, Button, Group, Stack, Table, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { RecordList, RecordSummary } from '../../../src/record/record-store';
import { get } from '../api/client';
import { instantText } from '../format/figures';
import { ExportMenu } from '../pieces/export-menu';
import { Empty, Failed, Loading } from '../pieces/states';

const PAGE_SIZE = 100;

export default function WritesPage(): ReactElement {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['writes'],
    queryFn: ({ pageParam: before, signal }) =>
      get<RecordList>('/api/writes', { before, limit: PAGE_SIZE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1}>Writes</Title>
        <ExportMenu what="writes" filter={() => ({})} />
      </Group>
      {error !== null && <Failed error={error} again={refetch} />}
      {items === undefined && error === null && <Loading />}
      {items?.length === 0 && <Empty title="Nothing was changed yet" level={2} />}
      {items !== undefined && items.length > 0 && <Changes items={items} />}
      {hasNextPage && (
        <Group>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Older ones
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const columns = ['Time', 'Outcome', 'Who', 'Operation', 'Entity set', 'Row', 'Changed properties'] as const;

function Changes({ items }: { readonly items: readonly RecordSummary[] }): ReactElement {
  return (
    <Table.ScrollContainer
      minWidth={860}
      className="surface"
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
    >
      <Table className="figures">
        <Table.Thead>
          <Table.Tr>
            {columns.map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Change key={item.id} item={item} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Change({ item }: { readonly item: RecordSummary }): ReactElement {
  const { id, at, status, caller = '', operation, service = '', entitySet = '', write } = item;
  return (
    <Table.Tr>
      <Table.Td>
        <Link href={`/queries/${id}`}>{instantText(at)}</Link>
      </Table.Td>
      <Table.Td>
        <Badge color={status < 400 ? 'teal' : 'red'}>{`${status} ${write?.outcome ?? 'refused'}`}</Badge>
      </Table.Td>
      <Table.Td>{caller}</Table.Td>
      <Table.Td>{operation}</Table.Td>
      <Table.Td>{`${service}/${entitySet}`}</Table.Td>
      <Table.Td className="verbatim">{write?.key ?? ''}</Table.Td>
      <Table.Td>{write?.properties?.join(', ') ?? ''}</Table.Td>
    </Table.Tr>
  );
}
