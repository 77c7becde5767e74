/** One query: what was asked, what ran where, and why. */
import './query-page.css';
import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useParams } from 'wouter';
import type { QueryRecord } from '../../../src/record/query-record';
import { get } from '../api/client';
import { dateTimeText, durationText } from '../format/figures';
import { Failed, Loading } from '../pieces/states';
import { PushedBadge, StatusBadge } from '../pieces/verdict-badges';
import { CacheSection, RowsSection } from './answer-sections';
import { CallsSection } from './calls-section';
import { ErrorSection } from './error-section';
import { PayloadSection } from './payload-section';
import { PlanSection } from './plan-section';
import { QueryActions } from './query-actions';
import { ReplaySection } from './replay-section';
import { RequestSection } from './request-section';
import { TimeSection } from './time-section';
import { WriteSection } from './write-section';

export default function QueryPage(): ReactElement {
  const { id } = useParams<{ id: string }>();
  const { data, error, refetch } = useQuery({
    queryKey: ['query', id],
    queryFn: ({ signal }) => get<QueryRecord>(`/api/queries/${encodeURIComponent(id)}`, {}, signal),
    // A record never changes.
    staleTime: Infinity,
  });
  if (error !== null) return <Failed error={error} again={refetch} />;
  return data === undefined ? <Loading what="Loading the query" /> : <Query record={data} />;
}

function Query({ record }: { readonly record: QueryRecord }): ReactElement {
  const { status, operation, entitySet, service, at, milliseconds, plan, rows, cache, write } = record;
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="start">
        <div>
          <Group gap="xs">
            <Title order={1}>
              {operation} {entitySet ?? service ?? ''}
            </Title>
            <StatusBadge status={status} />
            <PushedBadge pushed={plan?.pushed} />
          </Group>
          <Text size="sm" c="dimmed">
            {dateTimeText(at)}, {durationText(milliseconds)}
          </Text>
        </div>
        <QueryActions record={record} />
      </Group>
      <ErrorSection record={record} />
      <RequestSection record={record} />
      {/* A batch is captured as a whole. */}
      {record.batch === undefined && <PayloadSection id={record.id} />}
      {plan !== undefined && <PlanSection plan={plan} />}
      <div className="query-columns">
        <TimeSection record={record} />
        {rows !== undefined && <RowsSection rows={rows} />}
        {cache !== undefined && <CacheSection cache={cache} />}
        {write !== undefined && <WriteSection write={write} />}
      </div>
      <CallsSection record={record} />
      <ReplaySection record={record} />
    </Stack>
  );
}
