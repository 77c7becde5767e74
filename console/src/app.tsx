/** The whole console: look, server state, who the administrator is, and around the pages the shell. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { ApiError } from './api/api-error';
import { SessionGate } from './shell/session-gate';
import { Shell } from './shell/shell';
import { styleNonce } from './style-nonce';
import { cssVariables, theme } from './theme';

const FRESH_MILLISECONDS = 5_000;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MILLISECONDS,
      refetchOnWindowFocus: false,
      // What was refused is refused again; the rest may have been a moment's trouble.
      retry: (failures, error) => failures < 1 && !(error instanceof ApiError && error.status < 500),
    },
  },
});

export function App(): ReactElement {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={client}>
        <SessionGate>{(session) => <Shell session={session} />}</SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}
