/** Writes: who changed what, and what became of it; values are never kept. */
import { Badge, Group, Stack, Table, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { RecordSummary } from '../../../src/record/record-store';
import { usePages } from '../api/use-pages';
import { instantText } from '../format/figures';
import { ExportMenu } from '../pieces/export-menu';
import { type Columns, ListTable, Older } from '../pieces/list-table';
import { Empty, Failed, Loading } from '../pieces/states';

const columns: Columns = [
  { name: 'Time', meaning: 'When the request arrived. Leads to its record.' },
  {
    name: 'Outcome',
    meaning:
      'The status that the caller got, and what became of the change: made, refused, not sent to the source, or unknown.',
  },
  { name: 'Who', meaning: 'The key of the caller.' },
  { name: 'Operation', meaning: 'Insert, update or delete.' },
  { name: 'Entity set', meaning: 'Service and entity set.' },
  { name: 'Row', meaning: 'The Guid of the row, as Dataverse has it.' },
  { name: 'Changed properties', meaning: 'Their names, all of them in the record; values are not kept.' },
];

export default function WritesPage(): ReactElement {
  const list = usePages<RecordSummary>('/api/writes');
  const { items, error, again } = list;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1}>Writes</Title>
        <ExportMenu what="writes" filter={() => ({})} />
      </Group>
      {error !== null && <Failed error={error} again={again} />}
      {items === undefined && error === null && <Loading />}
      {items?.length === 0 && (
        <Empty title="Nothing was changed yet" level={2}>
          Each insert, update and delete through the gateway appears here, the refused ones too.
        </Empty>
      )}
      {items !== undefined && items.length > 0 && (
        <ListTable columns={columns}>
          {items.map((item) => (
            <Change key={item.id} item={item} />
          ))}
        </ListTable>
      )}
      <Older list={list} />
    </Stack>
  );
}

function Change({ item }: { readonly item: RecordSummary }): ReactElement {
  const { id, at, status, caller = '', operation, service = '', entitySet = '', write } = item;
  const properties = write?.properties ?? [];
  return (
    <Table.Tr>
      <Table.Td>
        <Link href={`/queries/${id}`}>{instantText(at)}</Link>
      </Table.Td>
      <Table.Td>
        <Badge color={status >= 500 ? 'red' : status >= 400 ? 'orange' : 'teal'}>
          {`${status} ${write?.outcome ?? 'refused'}`}
        </Badge>
      </Table.Td>
      <Table.Td>{caller}</Table.Td>
      <Table.Td>{operation}</Table.Td>
      <Table.Td>{`${service}/${entitySet}`}</Table.Td>
      <Table.Td ff="monospace" fz="xs">
        {write?.key ?? ''}
      </Table.Td>
      <Table.Td title={properties.join(', ')}>{firstOf(properties)}</Table.Td>
    </Table.Tr>
  );
}

/** A line each: a form that was filled in names dozens. */
const MOST_NAMES = 1;

/** @example firstOf(['Name', 'City', 'Email', 'Phone']) // 'Name and 3 more' */
function firstOf(properties: readonly string[]): string {
  const first = properties.slice(0, MOST_NAMES).join(', ');
  return properties.length > MOST_NAMES ? `${first} and ${properties.length - MOST_NAMES} more` : first;
}
