/** Audit: what administrators did and were refused, and from where. */
import { Stack, Table, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import type { AuditEntry } from '../../../src/server/admin/answers';
import { usePages } from '../api/use-pages';
import { instantText } from '../format/figures';
import { type Columns, ListTable, Older } from '../pieces/list-table';
import { Empty, Failed, Loading } from '../pieces/states';
import { StatusBadge } from '../pieces/verdict-badges';

const columns: Columns = [
  { name: 'Time', meaning: 'When the admin port answered.' },
  {
    name: 'Who',
    meaning: 'The key of the administrator; “local” where none is needed, “nobody” without a valid one.',
  },
  { name: 'From', meaning: 'The address of the machine that asked.' },
  { name: 'Action', meaning: 'Purge, replay, capture, or the address of the API.' },
  { name: 'On what', meaning: 'What it was done to, and how; without secrets and without values.' },
  { name: 'Answer', meaning: 'The status of the answer: 401 and 403 were refused.' },
];

export default function AuditPage(): ReactElement {
  const list = usePages<AuditEntry>('/api/audit');
  const { items, error, again } = list;
  return (
    <Stack gap="sm">
      <div>
        <Title order={1}>Audit</Title>
        <Text size="sm" c="dimmed">
          Actions of administrators, each look at a payload, and whatever was refused for want of a key or a
          right.
        </Text>
      </div>
      {error !== null && <Failed error={error} again={again} />}
      {items === undefined && error === null && <Loading />}
      {items?.length === 0 && (
        <Empty title="Nothing was done yet" level={2}>
          The first purge, replay, capture, look at a payload or refused key appears here.
        </Empty>
      )}
      {items !== undefined && items.length > 0 && (
        <ListTable columns={columns}>
          {items.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ListTable>
      )}
      <Older list={list} />
    </Stack>
  );
}

function Entry({ entry }: { readonly entry: AuditEntry }): ReactElement {
  const { at, administrator, from, action, detail, status } = entry;
  return (
    <Table.Tr>
      <Table.Td>{instantText(at)}</Table.Td>
      <Table.Td>{administrator === '' ? 'nobody' : administrator}</Table.Td>
      <Table.Td>{from}</Table.Td>
      <Table.Td>{action}</Table.Td>
      <Table.Td className="long">{detailText(detail)}</Table.Td>
      <Table.Td>
        <StatusBadge status={status} />
      </Table.Td>
    </Table.Tr>
  );
}

/** @example detailText({ service: 'sales', minutes: 5 }) // 'service sales, minutes 5' */
function detailText(detail: object): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
