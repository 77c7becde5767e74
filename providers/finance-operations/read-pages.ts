/** Follows one read from page to page, by the next links that F&O gives. */
import {
  UpstreamContract,
  type CallContext,
  type HttpAnswer,
  type Page,
  type ProviderError,
} from '../../src/provider-sdk/index';
import type { ConvertRows } from './convert-rows';
import type { DataService } from './data-service';
import { localPathOf } from './origin';
import { type ReadAddress, writeAddress } from './read-address';
import { faultOf, memberOf } from './read-errors';

/** Fewer rows in a page are not worth a call. */
const SMALLEST_PAGE = 100;

export interface PageReader {
  readonly service: Pick<DataService, 'get' | 'origin'>;
  readonly linkHosts: readonly string[];
  readonly pageSize: number;
  readonly convert: ConvertRows;
  /** What a 400 on the first page means. */
  readonly explain: (answer: HttpAnswer) => Promise<ProviderError>;
}

export async function* readPages(
  address: ReadAddress,
  reader: PageReader,
  context: CallContext,
): AsyncGenerator<Page, void, undefined> {
  const { service, linkHosts, convert } = reader;
  const options = { subject: address.entity, accept: [400], pageSize: pageSizeOf(reader, context) };
  const followed = new Set<string>();
  let path: string | undefined = firstPathOf(address);
  let wanted = address.top ?? Number.POSITIVE_INFINITY;
  while (path !== undefined) {
    followed.add(path);
    const answer = await service.get(path, options, context);
    const isFirst = followed.size === 1;
    if (answer.status === 400) throw isFirst ? await reader.explain(answer) : faultOf(answer, address.entity);
    const rows = convert(memberOf(answer.body, 'value'));
    if (rows.length > wanted) rows.length = wanted;
    wanted -= rows.length;
    yield isFirst && address.count ? { rows, count: countOf(answer.body, address.entity) } : { rows };
    path = wanted > 0 ? nextPathOf(answer.body, service.origin, linkHosts) : undefined;
    if (path !== undefined && followed.has(path)) {
      throw new UpstreamContract(`The next link of ${address.entity} leads back to a page that was read.`);
    }
  }
}

/** Nobody is seen to ask for no rows at all, and the count is the same with one. */
export function firstPathOf(address: ReadAddress): string {
  return writeAddress({ ...address, ...(address.top === 0 ? { top: 1 } : {}) });
}

export function pageSizeOf({ pageSize }: Pick<PageReader, 'pageSize'>, { rowsWanted }: CallContext): number {
  return Math.min(pageSize, Math.max(rowsWanted ?? pageSize, SMALLEST_PAGE));
}

function nextPathOf(body: unknown, origin: string, linkHosts: readonly string[]): string | undefined {
  const link = memberOf(body, '@odata.nextLink');
  return link === undefined || link === null ? undefined : localPathOf(link, origin, linkHosts);
}

function countOf(body: unknown, entity: string): number {
  const count = Number(memberOf(body, '@odata.count') ?? Number.NaN);
  if (!Number.isSafeInteger(count) || count < 0)
    throw new UpstreamContract(`The answer for ${entity} has no count.`);
  return count;
}
