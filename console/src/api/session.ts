/** Who the administrator is, and how to become one. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Session, SignIn } from '../../../src/server/admin/answers';
import { get } from './client';

export const SESSION = ['session'] as const;

export function useSession(): UseQueryResult<Session> {
  return useQuery({
    queryKey: SESSION,
    queryFn: ({ signal }) => get<Session>('/api/session', {}, signal),
    staleTime: Infinity,
    retry: false,
  });
}

export function readSignIn(): Promise<SignIn> {
  return get<SignIn>('/api/sign-in');
}
