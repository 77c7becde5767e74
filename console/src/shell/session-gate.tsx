/** Lets in whoever the gateway knows; asks everybody else for a key. */
import { Center, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useEffect } from 'react';
import type { Session } from '../../../src/server/admin/answers';
import { ApiError } from '../api/api-error';
import { sessionQuery } from '../api/session';
import { Failed, Loading } from '../pieces/states';
import { SignInForm } from './sign-in-form';

export function SessionGate({ children }: { readonly children: (session: Session) => ReactNode }): ReactNode {
  const { data, error, refetch } = useQuery(sessionQuery);
  useSignOutWhenRefused();
  if (error instanceof ApiError && error.status === 401) return <SignInForm onSignedIn={refetch} />;
  if (error !== null) return <Middle>{<Failed error={error} again={refetch} />}</Middle>;
  return data === undefined ? <Loading what="Signing in" /> : children(data);
}

/** A key may be taken away while a page is open: the first refusal of any query asks for another. */
function useSignOutWhenRefused(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ query, type }) => {
        const { error } = query.state;
        const isRefused = type === 'updated' && error instanceof ApiError && error.status === 401;
        if (isRefused && query.queryKey[0] !== sessionQuery.queryKey[0])
          void client.invalidateQueries(sessionQuery);
      }),
    [client],
  );
}

function Middle({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack w="100%" maw={420}>
        {children}
      </Stack>
    </Center>
  );
}
