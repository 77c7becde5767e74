/** Explain: the plan of a URL, or of a Dataverse view's FetchXML, without running it. */
import { Alert, Button, Group, NativeSelect, Stack, Text, Textarea, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useSearch } from 'wouter';
import type { Explanation } from '../../../src/gateway/explain-read';
import type { ExplainedText, Items, ServiceEntry } from '../../../src/server/admin/answers';
import { get, post } from '../api/client';
import { countText } from '../format/figures';
import { Explained } from '../pieces/explained';
import { Failed, Loading } from '../pieces/states';
import { PlanSection } from '../query/plan-section';
import { Section } from '../query/section';

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
      {explaining.data !== undefined && <Answer answer={explaining.data} />}
    </>
  );
}

function Answer({ answer }: { readonly answer: ExplainedText<Explanation> }): ReactElement {
  const { query, explanation, leastCalls, error } = answer;
  return (
    <>
      {query !== undefined && (
        <Section title="The OData that the view becomes">
          <div className="verbatim">{query.target}</div>
          {query.notes.map((note) => (
            <Text key={note} size="sm" c="dimmed">
              {note}
            </Text>
          ))}
        </Section>
      )}
      {error !== undefined && (
        <Alert color="red" title={error.code} role="alert">
          {error.message}
        </Alert>
      )}
      {leastCalls !== undefined && (
        <Text size="sm">
          <Explained by="Calls of the source for the first page, if nothing of it is in memory; more where rows are filtered by the gateway.">
            {`${countText(leastCalls)} upstream ${leastCalls === 1 ? 'call' : 'calls'} at least`}
          </Explained>
        </Text>
      )}
      {explanation !== undefined && (
        <PlanSection
          title="Where it would be done"
          plan={{
            source: explanation.plan.access,
            parts: explanation.plan.parts,
            pushed: explanation.plan.parts.every(({ place }) => place === 'source'),
          }}
        />
      )}
    </>
  );
}
