/** The administrator's session, for pages that show more to those who may do more. */
import { createContext, use } from 'react';
import type { Session } from '../../../src/server/admin/answers';
import type { Right } from '../../../src/server/admin/rights';

export const SessionContext = createContext<Session>({ id: '', rights: [] });

export function useRight(right: Right): boolean {
  return use(SessionContext).rights.includes(right);
}
