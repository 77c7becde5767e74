/** Explain: the plan of a URL, or of a Dataverse view's FetchXML, without running it. */
import { Button, Group, NativeSelect, Stack, Textarea, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useSearch } from 'wouter';
import type { Explanation } from '../../../src/gateway/explain-read';
import type { ExplainedText, Items, ServiceEntry } from '../../../src/server/admin/answers';
import { get, post } from '../api/client';
import { Failed, Loading } from '../pieces/states';
import { ExplainedAnswer } from './explained-answer';

export default function ExplainPage(): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: ['services'],
    queryFn: ({ signal }) => get<Items<ServiceEntry>>('/api/services', {}, signal),
  });
  return (
    <Stack gap="sm">
      <Title order={1}>Explain</Title>
      {error !== null && <Failed error={error} again={refetch} />}
      {data === undefined ? <Loading /> : <ExplainForm services={data.items.map(({ name }) => name)} />}
    </Stack>
  );
}

/** What stands in the address was put there by the page of a query. */
function ExplainForm({ services }: { readonly services: readonly string[] }): ReactElement {
  const given = new URLSearchParams(useSearch());
  const [service, setService] = useState(given.get('service') ?? services[0] ?? '');
  const [text, setText] = useState(given.get('url') ?? '');
  const explaining = useMutation({
    mutationFn: () =>
      post<ExplainedText<Explanation>>('/api/explain', {
        service,
        ...(text.trimStart().startsWith('<') ? { fetchXml: text } : { url: text.trim() }),
      }),
  });
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          explaining.mutate();
        }}
      >
        <Stack gap="xs">
          <NativeSelect
            label="Service"
            data={[...services]}
            value={service}
            onChange={({ currentTarget }) => setService(currentTarget.value)}
          />
          <Textarea
            label="URL or FetchXML"
            description="A URL below the service, such as Customers?$filter=…, with values in place of each ?, or the FetchXML of a view."
            autosize
            minRows={4}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Group>
            <Button type="submit" loading={explaining.isPending} disabled={text.trim() === ''}>
              Explain
            </Button>
          </Group>
        </Stack>
      </form>
      {explaining.error !== null && <Failed error={explaining.error} />}
      {explaining.data !== undefined && <ExplainedAnswer answer={explaining.data} />}
    </>
  );
}
