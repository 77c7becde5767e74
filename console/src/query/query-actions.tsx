/** What can be done with a record: find its like, explain it, copy it, hand it on. */
import { Button, CopyButton, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { QueryRecord } from '../../../src/record/query-record';
import type { ConnectionEntry, Items, ServiceEntry } from '../../../src/server/admin/answers';
import { get } from '../api/client';
import { download } from '../pieces/download';
import { curlOf } from './curl';
import { supportBundle } from './support-bundle';

export function QueryActions({ record }: { readonly record: QueryRecord }): ReactElement {
  const { id, fingerprint, service, url, method, operation, batch, correlationId } = record;
  const { data: services } = useQuery({
    queryKey: ['services'],
    queryFn: ({ signal }) => get<Partial<Items<ServiceEntry>>>('/api/services', {}, signal),
  });
  const entry = services?.items?.find(({ name }) => name === service);
  const bundle = useMutation({
    mutationFn: async () => {
      const [connections, health] = await Promise.all([
        get<Items<ConnectionEntry>>('/api/connections'),
        get<object>('/health'),
      ]);
      const context = {
        service: entry,
        connections: connections.items,
        health,
        browser: navigator.userAgent,
      };
      const text = supportBundle(record, context, new Date());
      download(`support-${id}.json`, new Blob([text], { type: 'application/json' }));
    },
  });
  return (
    <Group gap="xs">
      {fingerprint !== undefined && (
        <Button variant="default" component={Link} href={`/queries?fingerprint=${fingerprint}`}>
          All of this fingerprint
        </Button>
      )}
      {batch !== undefined && (
        <Button variant="default" component={Link} href={`/queries/${batch}`}>
          The whole batch
        </Button>
      )}
      {operation === 'batch' && (
        <Button variant="default" component={Link} href={`/queries?correlationId=${correlationId}`}>
          Its requests
        </Button>
      )}
      {service !== undefined && method === 'GET' && (
        <Button
          variant="default"
          component={Link}
          href={`/explain?${new URLSearchParams({ service, url }).toString()}`}
        >
          Explain
        </Button>
      )}
      <CopyButton value={curlOf(record, entry)}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? 'Copied' : 'Copy as curl'}
          </Button>
        )}
      </CopyButton>
      <Button variant="default" loading={bundle.isPending} onClick={() => bundle.mutate()}>
        {bundle.isError ? 'Support bundle failed' : 'Support bundle'}
      </Button>
    </Group>
  );
}
