/** Live and past queries: what was asked, the newest first. */
import { Group, Stack, Switch, Text, Title } from '@mantine/core';
import { type ReactElement, useCallback, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { countText } from '../format/figures';
import { ExportMenu } from '../pieces/export-menu';
import { Empty, Failed, Loading } from '../pieces/states';
import { FilterBar } from './filter-bar';
import { type Filters, parametersOf, readFilters, writeFilters } from './filters';
import { QueryList } from './query-list';
import { RunningQueries } from './running-queries';
import { SavedViewsMenu } from './saved-views-menu';
import { useLive } from './use-live';
import { useQueryList, useRefresh } from './use-query-list';

export default function QueriesPage(): ReactElement {
  const search = useSearch();
  const [, navigate] = useLocation();
  const filters = useMemo(() => readFilters(new URLSearchParams(search)), [search]);
  const [isLive, setIsLive] = useState(false);
  const { running } = useLive(isLive, filters, useRefresh(filters));
  const change = useCallback(
    (changed: Filters) => {
      const address = writeFilters(changed);
      navigate(address === '' ? '/queries' : `/queries?${address}`, { replace: true });
    },
    [navigate],
  );
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1}>Queries</Title>
        <Switch
          label="Live"
          size="sm"
          checked={isLive}
          onChange={({ currentTarget }) => setIsLive(currentTarget.checked)}
        />
      </Group>
      <FilterBar filters={filters} onChange={change}>
        <SavedViewsMenu search={writeFilters(filters)} />
        <ExportMenu what="queries" filter={() => parametersOf(filters, Date.now())} />
      </FilterBar>
      {isLive && <RunningQueries running={running} />}
      <FoundQueries filters={filters} />
    </Stack>
  );
}

function FoundQueries({ filters }: { readonly filters: Filters }): ReactElement {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useQueryList(filters);
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const fetchMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  if (error !== null && items.length === 0) return <Failed error={error} again={refetch} />;
  if (data === undefined) return <Loading what="Loading queries" />;
  if (items.length === 0) {
    return (
      <Empty
        level={2}
        title={Object.keys(filters).length === 0 ? 'Nothing was asked yet' : 'No query matches'}
      >
        {Object.keys(filters).length === 0
          ? 'The first request to a service appears here.'
          : 'Take a filter away, or widen the time.'}
      </Empty>
    );
  }
  return (
    <>
      <QueryList items={items} hasMore={hasNextPage} onEnd={fetchMore} />
      <Text size="xs" c="dimmed" role="status">
        {countText(items.length)} {hasNextPage ? 'loaded, older ones follow as you scroll' : 'in all'}
      </Text>
    </>
  );
}
