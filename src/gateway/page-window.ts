/** Which rows of a collection's result one answer holds. */
import { parsePreferences, type Preferences } from '../odata/preferences';
import type { CollectionRequest } from '../odata/read-query';
import type { Window } from '../plan/plan-read';
import type { OpenService } from './open-service';
import type { ParsedRequest } from './parse-request';

export interface PageWindow {
  /** What the result is, as far as the URL says: what a next link repeats. */
  readonly identity: () => string;
  /** Rows of the result before this page, `$skip` not counted. */
  readonly offset: number;
  /** The most rows that the answer holds. */
  readonly pageSize: number;
  /** What is asked for: one row more than fits, which tells whether there is a next page, unless no more are wanted. */
  readonly window: Window;
  readonly preferences: Preferences;
}

/** @throws {RequestError} InvalidSkipToken */
export function pageWindow(
  { query, skipToken }: CollectionRequest,
  { repeatable }: Pick<ParsedRequest, 'repeatable'>,
  prefer: string | undefined,
  service: Pick<OpenService, 'tokens' | 'pageSize' | 'maxPageSize'>,
): PageWindow {
  const preferences = parsePreferences(prefer, service.maxPageSize);
  const identity = (): string => `${query.entitySet.name}?${repeatable()}`;
  const offset = skipToken === undefined ? 0 : service.tokens.read(identity(), skipToken);
  const wanted = query.top === undefined ? Infinity : Math.max(0, query.top - offset);
  // Who pages by $top and $skip must get what it asks for: it would take a shorter page for the last (dataverse-client 1.5).
  const usual = query.top === undefined ? service.pageSize : service.maxPageSize;
  const pageSize = Math.min(preferences.maxPageSize ?? usual, wanted);
  const top = pageSize < wanted ? pageSize + 1 : pageSize;
  return { identity, offset, pageSize, window: { skip: query.skip + offset, top }, preferences };
}
