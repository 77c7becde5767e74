/** Who the administrator is, and how to become one. */
import { queryOptions } from '@tanstack/react-query';
import type { Session, SignIn } from '../../../src/server/admin/answers';
import { get } from './client';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => get<Session>('/api/session', {}, signal),
  staleTime: Infinity,
  retry: false,
});

export function readSignIn(): Promise<SignIn> {
  return get<SignIn>('/api/sign-in');
}
