/** A list of the admin API that is read page by page, the newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from './client';

const PAGE_SIZE = 100;

export interface PagedList<Item> {
  /** Of all pages until now; undefined before the first. */
  readonly items: readonly Item[] | undefined;
  readonly error: Error | null;
  readonly again: () => unknown;
  /** Undefined on the last page. */
  readonly older: (() => void) | undefined;
  readonly isFetchingOlder: boolean;
}

export function usePages<Item>(path: string): PagedList<Item> {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [path],
    queryFn: ({ pageParam: before, signal }) => get<Page<Item>>(path, { before, limit: PAGE_SIZE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  return {
    items: data?.pages.flatMap((page) => page.items),
    error,
    again: refetch,
    older: hasNextPage ? () => void fetchNextPage() : undefined,
    isFetchingOlder: isFetchingNextPage,
  };
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}
