/** What the console has asked for, and for how long it counts as fresh. */
import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error';

const FRESH_MILLISECONDS = 5_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MILLISECONDS,
      refetchOnWindowFocus: false,
      // What was refused is refused again; the rest may have been a moment's trouble.
      retry: (failures, error) => failures < 1 && !(error instanceof ApiError && error.status < 500),
    },
  },
});
