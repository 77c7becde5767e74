/** Entity sets: what each service serves, and where Dataverse finds it. */
import { CopyButton, Button, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Items, ServiceEntry } from '../../../src/server/admin/answers';
import { get } from '../api/client';
import { Failed, Loading } from '../pieces/states';
import { Section } from '../query/section';

export default function SetsPage(): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: ['services'],
    queryFn: ({ signal }) => get<Items<ServiceEntry>>('/api/services', {}, signal),
  });
  return (
    <Stack gap="sm">
      <Title order={1}>Entity sets</Title>
      {error !== null && <Failed error={error} again={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data?.items.map((service) => (
        <OneService key={service.name} service={service} />
      ))}
    </Stack>
  );
}

function OneService({ service }: { readonly service: ServiceEntry }): ReactElement {
  const { name, root, description, keys, timeout, entitySets } = service;
  return (
    <Section
      title={name}
      aside={
        <CopyButton value={root}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy the URL for the data source'}
            </Button>
          )}
        </CopyButton>
      }
    >
      <Stack gap="xs">
        {description !== undefined && <Text size="sm">{description}</Text>}
        <div className="verbatim">{root}</div>
        <Text size="sm" c="dimmed">
          Timeout of the data source: {Math.ceil(timeout / 1_000)} seconds or more. {keysText(keys)}
        </Text>
        {entitySets.map((set) => (
          <div key={set.name}>
            <Link href={`/sets/${name}/${set.name}`}>{set.name}</Link>{' '}
            <Text span size="sm" c="dimmed">
              from {set.entity} of {set.connection}
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  );
}

function keysText(keys: ServiceEntry['keys']): string {
  if (keys.length === 0) return 'No key is needed.';
  const places = keys.map(({ id, header, query }) => {
    const where = [header && `header ${header}`, query && `query parameter ${query}`].filter(Boolean);
    return `${id} in ${where.join(' or ')}`;
  });
  return `Keys: ${places.join('; ')}.`;
}
