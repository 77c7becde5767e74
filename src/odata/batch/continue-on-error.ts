/** Whether the rest of a batch is carried out after one of its requests failed (Protocol 4.01, 8.2.8.3). */
import type { BatchFormat } from './batch';

/**
 * By default a multipart batch ends at the first failure (Protocol 4.01, 11.7.7.5), and a JSON batch goes on with all that
 * does not depend on it (JSON Format 4.01, 19.4).
 *
 * @param prefer the `Prefer` header of the batch itself; 4.0 has the name with `odata.`
 */
export function continuesOnError(prefer: string | undefined, format: BatchFormat): boolean {
  for (const text of (prefer ?? '').replace(quoted, '').split(',')) {
    const [preference = ''] = text.split(';');
    const [name = '', value = ''] = preference.split('=').map((word) => word.trim().toLowerCase());
    if (name === 'continue-on-error' || name === 'odata.continue-on-error') return value !== 'false';
  }
  return format === 'json';
}

/** Values of other preferences, which may hold commas. */
const quoted = /"[^"]*"/g;
