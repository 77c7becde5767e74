/** Captures: for a while, literals and bodies are kept beside the records. Who switches that on, and when, is in the audit. */
import { Button, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Capture, Items } from '../../../src/server/admin/answers';
import { get, send } from '../api/client';
import { instantText } from '../format/figures';
import { type Columns, ListTable } from '../pieces/list-table';
import { Empty, Failed, Loading } from '../pieces/states';
import { Section } from '../query/section';
import { useRight } from '../shell/session-context';
import { StartForm } from './start-form';

/** One that ends by itself goes out of sight. */
const AGAIN_AFTER = 10_000;

export default function CapturesPage(): ReactElement {
  const mayAct = useRight('actions');
  const { data, error, refetch } = useQuery({
    queryKey: ['captures'],
    queryFn: ({ signal }) => get<Items<Capture>>('/api/captures', {}, signal),
    refetchInterval: AGAIN_AFTER,
  });
  return (
    <Stack gap="sm">
      <Title order={1}>Captures</Title>
      <Text size="sm" maw={720}>
        Records hold no values. While a capture runs, the URL with its literals and the bodies of changes are
        kept as well: in memory, for a day at most, of requests with a valid key. Who has the right “payloads”
        finds them on the page of a query; each look is in the <Link href="/audit">audit</Link>.
      </Text>
      {mayAct && (
        <Section title="Start a capture">
          <StartForm />
        </Section>
      )}
      {error !== null && <Failed error={error} again={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data?.items.length === 0 && (
        <Empty title="No capture is running" level={2}>
          Nothing is kept but records without values.
        </Empty>
      )}
      {data !== undefined && data.items.length > 0 && <Running captures={data.items} mayEnd={mayAct} />}
    </Stack>
  );
}

const columns: Columns = [
  { name: 'Service', meaning: 'Whose requests are captured.' },
  { name: 'Caller', meaning: 'The key whose requests are captured, or everybody’s.' },
  { name: 'Started', meaning: 'When it was started.' },
  { name: 'Ends', meaning: 'When it ends by itself; what it has kept stays for a day.' },
  { name: 'By', meaning: 'The key of the administrator who started it.' },
];

function Running({
  captures,
  mayEnd,
}: {
  readonly captures: readonly Capture[];
  readonly mayEnd: boolean;
}): ReactElement {
  const client = useQueryClient();
  const ending = useMutation({
    mutationFn: (id: string) => send('DELETE', `/api/captures/${encodeURIComponent(id)}`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ['captures'] }),
  });
  const end = { name: 'End', meaning: 'Ends it now; what it has kept stays for a day.' };
  return (
    <>
      {ending.error !== null && <Failed error={ending.error} />}
      <ListTable columns={mayEnd ? [...columns, end] : columns}>
        {captures.map(({ id, service, caller, from, until, startedBy }) => (
          <Table.Tr key={id}>
            <Table.Td>{service}</Table.Td>
            <Table.Td>{caller ?? 'everybody'}</Table.Td>
            <Table.Td>{instantText(from)}</Table.Td>
            <Table.Td>{instantText(until)}</Table.Td>
            <Table.Td>{startedBy}</Table.Td>
            {mayEnd && (
              <Table.Td>
                <Button
                  variant="default"
                  aria-label={`End the capture of ${service}`}
                  onClick={() => ending.mutate(id)}
                >
                  End
                </Button>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </ListTable>
    </>
  );
}
