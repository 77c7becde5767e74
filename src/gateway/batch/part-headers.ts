/** The headers of one answer inside a batch: those that it would have alone, and nothing that could end its header lines. */
import { answeredVersion } from '../../odata/version-headers';
import type { Answer } from '../incoming';

/** Its size is said by whoever writes it. */
const LEFT_OUT: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'odata-version']);

export function partHeaders(headers: Answer['headers']): readonly (readonly [string, string])[] {
  const kept = Object.entries(headers).filter(([name]) => !LEFT_OUT.has(name.toLowerCase()));
  return [['OData-Version', answeredVersion], ...kept].map(([name = '', value = '']) => [
    name,
    oneLine(value),
  ]);
}

/** Alone, Node would refuse to send such a value. */
function oneLine(value: string): string {
  return value.replace(/\p{Cc}/gu, ' ');
}
