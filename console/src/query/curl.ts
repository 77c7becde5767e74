/** A request as a command for the shell: what the record does not hold is a placeholder. */
import type { QueryRecord } from '../../../src/record/query-record';
import type { ServiceEntry } from '../../../src/server/admin/answers';
import { fillLiterals, literalsIn } from './masked-url';

export function curlOf(
  { method, url, service = '' }: QueryRecord,
  entry: Partial<ServiceEntry> | undefined,
): string {
  const root = entry?.root ?? `https://GATEWAY/odata/${service}/`;
  const literals = Array.from({ length: literalsIn(url) }, (_, index) => `LITERAL${index + 1}`);
  const header = entry?.keys?.find((key) => key.header !== undefined)?.header;
  return [
    'curl',
    ...(method === 'GET' ? [] : ['-X', method]),
    ...(header === undefined ? [] : ['-H', quoted(`${header}: KEY`)]),
    ...(method === 'POST' || method === 'PATCH' || method === 'PUT'
      ? ['-H', quoted('content-type: application/json'), '-d', quoted('BODY')]
      : []),
    quoted(`${root}${fillLiterals(url, literals)}`),
  ].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
