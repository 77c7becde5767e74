/** Overview: how the gateway is doing, over the last hour and now; every figure leads to the queries behind it. */
import { Alert, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Overview } from '../../../src/server/admin/answers';
import { get } from '../api/client';
import { instantText } from '../format/figures';
import { Failed, Loading } from '../pieces/states';
import { Charts } from './charts';
import { ConnectionsTable } from './connections-table';
import { ServicesTable } from './services-table';
import { Tiles } from './tiles';

/** In milliseconds; half a step. A page that nobody looks at does not ask. */
const ASK_EVERY = 5_000;

export default function OverviewPage(): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => get<Overview>('/api/overview', {}, signal),
    refetchInterval: ASK_EVERY,
  });
  return (
    <Stack gap="sm">
      {data === undefined && <Title order={1}>Overview</Title>}
      {error !== null && <Failed error={error} again={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <Shown overview={data} />}
    </Stack>
  );
}

function Shown({ overview }: { readonly overview: Overview }): ReactElement {
  const [chosen, setChosen] = useState('');
  const { services, connections, cache, process, version } = overview;
  const service = services.find(({ name }) => name === chosen);
  const figures = service ?? overview.all;
  return (
    <>
      <Group justify="space-between">
        <Title order={1}>Overview</Title>
        <NativeSelect
          aria-label="Service"
          value={service === undefined ? '' : chosen}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={[{ value: '', label: 'All services' }, ...services.map(({ name }) => name)]}
        />
      </Group>
      {!cache.linked && (
        <Alert color="yellow" title="Other instances are out of reach">
          Memory is not used until they are reached again: what they changed could not be known.
        </Alert>
      )}
      <Tiles overview={overview} figures={figures} service={service?.name} />
      <Charts overview={overview} figures={figures} />
      <ServicesTable services={services} />
      <ConnectionsTable connections={connections} />
      <Text size="xs" c="dimmed">
        Version {version}. Counted in this process, which started at {instantText(process.startedAt)}; other
        instances count for themselves.
      </Text>
    </>
  );
}
