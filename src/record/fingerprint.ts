/** The fingerprint of a request: the same for queries that differ in literals only. */
import { hash } from 'node:crypto';

const DIGITS = 16;

/**
 * Options in another order are the same query, and so is another page of it.
 *
 * @param url as `maskTarget` gives it
 */
export function fingerprintOf(service: string, method: string, url: string): string {
  const [path = '', query = ''] = splitOnce(url);
  const options = query.split('&').map(withoutPage).toSorted();
  return hash('sha256', [service, method, path, ...options].join('\n')).slice(0, DIGITS);
}

function splitOnce(url: string): readonly string[] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url] : [url.slice(0, mark), url.slice(mark + 1)];
}

function withoutPage(option: string): string {
  return option.replace(/^(\$?(?:top|skip))=.*$/i, '$1=?');
}
