/** The list of queries, page by page as one scrolls. */
import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import type { RecordList } from '../../../src/record/record-store';
import { get } from '../api/client';
import { type Filters, parametersOf, writeFilters } from './filters';

const PAGE_SIZE = 200;

type Pages = InfiniteData<RecordList, string | undefined>;

export function useQueryList(filters: Filters): UseInfiniteQueryResult<Pages> {
  return useInfiniteQuery({
    queryKey: keyOf(filters),
    queryFn: ({ pageParam: before, signal }) =>
      get<RecordList>(
        '/api/queries',
        { ...parametersOf(filters, Date.now()), before, limit: PAGE_SIZE },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
}

/** Asks for the newest page again; those below it are forgotten, and come back when one scrolls there. */
export function useRefresh(filters: Filters): () => void {
  const client = useQueryClient();
  const key = writeFilters(filters);
  return useCallback(() => {
    const queryKey = ['queries', key];
    client.setQueryData<Pages>(queryKey, (list) =>
      list === undefined
        ? undefined
        : { pages: list.pages.slice(0, 1), pageParams: list.pageParams.slice(0, 1) },
    );
    void client.invalidateQueries({ queryKey });
  }, [client, key]);
}

function keyOf(filters: Filters): readonly string[] {
  return ['queries', writeFilters(filters)];
}
