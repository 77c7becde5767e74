/** Connections: how each source is reached, whether it answers, what was learned of it, and who uses it. */
import { Badge, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { CheckResult, ConnectionEntry, Items } from '../../../src/server/admin/answers';
import { get, post } from '../api/client';
import { countText, durationText, instantText } from '../format/figures';
import { Explained } from '../pieces/explained';
import { Failed, Loading } from '../pieces/states';
import { Section } from '../query/section';
import { useRight } from '../shell/session-context';
import { BreakerBadge } from './breaker-badge';
import { CloseBreaker } from './close-breaker';

/** In milliseconds: breakers open and close by themselves. */
const ASK_EVERY = 5_000;

export default function ConnectionsPage(): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: ['connections'],
    queryFn: ({ signal }) => get<Items<ConnectionEntry>>('/api/connections', {}, signal),
    refetchInterval: ASK_EVERY,
  });
  return (
    <Stack gap="sm">
      <Title order={1}>Connections</Title>
      {error !== null && <Failed error={error} again={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data?.items.map((connection) => (
        <OneConnection key={connection.name} connection={connection} />
      ))}
    </Stack>
  );
}

function OneConnection({ connection }: { readonly connection: ConnectionEntry }): ReactElement {
  const { name, provider, configuration, calls, breakers, notes, sets } = connection;
  return (
    <Section title={name} aside={<Check connection={connection} />}>
      <Stack gap="xs">
        <Group gap="xs">
          <Badge variant="default">{provider}</Badge>
          <Text size="sm">
            <Explained by="HTTP requests sent to the source since the gateway started, retries included.">
              {`${countText(calls)} calls`}
            </Explained>
          </Text>
          {breakers.map((breaker, index) => (
            // A provider may have two clients of one origin.
            <BreakerBadge key={`${breaker.origin} ${index}`} breaker={breaker} />
          ))}
          <CloseBreaker connection={connection} />
        </Group>
        <Group gap="xs">
          {sets.map(({ service, entitySet }) => (
            <Link key={`${service}/${entitySet}`} href={`/sets/${service}/${entitySet}`}>
              {service}/{entitySet}
            </Link>
          ))}
        </Group>
        {notes.map(({ subject, text }) => (
          <Text key={`${subject} ${text}`} size="sm">
            <b>{subject}:</b> {text}
          </Text>
        ))}
        <Code block tabIndex={0} aria-label={`Configuration of ${name}`}>
          {JSON.stringify(configuration, undefined, 2)}
        </Code>
      </Stack>
    </Section>
  );
}

function Check({ connection: { name, check } }: { readonly connection: ConnectionEntry }): ReactElement {
  const client = useQueryClient();
  const mayAct = useRight('actions');
  const checking = useMutation({
    mutationFn: () => post<CheckResult>(`/api/connections/${encodeURIComponent(name)}/check`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
  return (
    <Group gap="xs">
      {checking.error !== null && <Text size="sm">{checking.error.message}</Text>}
      {check !== undefined && (
        <Explained by={check.message ?? `It answered at ${instantText(check.at)}.`}>
          <Badge color={check.ok ? 'teal' : 'red'}>
            {check.ok ? `answers, ${durationText(check.milliseconds)}` : 'does not answer'}
          </Badge>
        </Explained>
      )}
      {mayAct && (
        <Button variant="default" loading={checking.isPending} onClick={() => checking.mutate()}>
          Check
        </Button>
      )}
    </Group>
  );
}
