/** The whole console: look, server state, who the administrator is, and around the pages the shell. */
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { queryClient } from './api/query-client';
import { SessionGate } from './shell/session-gate';
import { Shell } from './shell/shell';
import { styleNonce } from './style-nonce';
import { cssVariables, theme } from './theme';

export function App(): ReactElement {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <SessionGate>{(session) => <Shell session={session} />}</SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}
