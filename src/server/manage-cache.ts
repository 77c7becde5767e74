/** `vtg cache`: asks the admin port of the running gateway what its cache holds, or to forget some of it. */
import { askAdmin, printAnswer } from './ask-admin';
import type { Configuration } from './configuration/configuration';

export interface PurgeOptions {
  readonly all?: boolean;
  readonly tag?: string;
  readonly service?: string;
  readonly set?: string;
  readonly key?: string;
}

/** @returns the exit code: 0 if the gateway did it */
export async function purgeCache(configuration: Configuration, options: PurgeOptions): Promise<number> {
  const { set, ...rest } = options;
  return printAnswer(
    await askAdmin(configuration, 'api/cache/purge', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...rest, ...(set === undefined ? {} : { entitySet: set }) }),
    }),
  );
}

/** @returns the exit code */
export async function showCache(configuration: Configuration): Promise<number> {
  return printAnswer(await askAdmin(configuration, 'api/cache'));
}
