/** Reads the arguments of `npm run replay`. */
import { parseArgs } from 'node:util';
import { profileNames, profiles, type ProfileName } from './profiles';
import type { ReplayOptions } from './replay';

export const usage = `Replays Dataverse's requests against an OData service root and judges the answers.

  npm run replay -- --profile <name> --url <service root> [options]

  --profile <name>       ${profileNames.join(', ')}, or all
  --url <root>           the service root, as typed into a Dataverse data source
  --public-url <root>    where links in answers point, if not to --url
  --header 'name: value' a header parameter of the data source; may be repeated
  --query name=value     a query parameter of the data source; may be repeated
  --set <EntitySet>      judge this entity set only; may be repeated
  --timeout <seconds>    the data source's timeout, 30 by default
  --admin <url>          a gateway's admin port, for n-plus-one: what its sources were asked is
                         read from <url>/api/connections before and after
  --writes               let "all" run write-refresh too
  --json                 print the reports as JSON

write-refresh changes data. It creates rows in every entity set in which $metadata allows that
and their deletion, copies foreign keys from rows that exist, changes its own rows only, and
deletes them. Their names begin with "Replay-", should a run be cut off. It counts the reads
that began after the answer to a write and yet showed something older: none is allowed.

Exit code: 0 Dataverse-safe, 1 not, 2 wrong arguments.`;

export interface Command {
  /** One run for each profile asked for. */
  readonly runs: readonly ReplayOptions[];
  readonly json: boolean;
}

/** Arguments that make no command; the message says which and why. */
export class UsageError extends Error {}

/** Reads the arguments behind the script's name. Throws a UsageError; undefined where help is asked for. */
export function readCommand(args: readonly string[]): Command | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const { profile, url, 'public-url': publicUrl, timeout, set: entitySets, admin } = values;
  if (profile === undefined) throw new UsageError('--profile is missing');
  if (url === undefined) throw new UsageError('--url is missing');
  const options = {
    url: checkedUrl(url, '--url'),
    ...(publicUrl !== undefined && { publicUrl: checkedUrl(publicUrl, '--public-url') }),
    headers: readPairs(values.header ?? [], ':', '--header'),
    query: readPairs(values.query ?? [], '=', '--query'),
    ...(entitySets !== undefined && { entitySets }),
    timeoutMs: readTimeout(timeout),
    ...(admin !== undefined && { admin: checkedUrl(admin, '--admin') }),
  };
  return {
    runs: readProfiles(profile, values.writes ?? false).map((each) => ({ profile: each, ...options })),
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseStrictly> {
  try {
    return parseStrictly(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

// The result's type follows from the options, so it is left to the compiler.
function parseStrictly(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    allowPositionals: false,
    options: {
      profile: { type: 'string' },
      url: { type: 'string' },
      'public-url': { type: 'string' },
      header: { type: 'string', multiple: true },
      query: { type: 'string', multiple: true },
      set: { type: 'string', multiple: true },
      timeout: { type: 'string' },
      admin: { type: 'string' },
      writes: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  return values;
}

function readProfiles(name: string, writes: boolean): readonly ProfileName[] {
  if (name === 'all') return profileNames.filter((each) => writes || !profiles[each].writes);
  const known = profileNames.find((each) => each === name);
  if (known === undefined)
    throw new UsageError(`--profile ${name} is none of ${profileNames.join(', ')}, all`);
  return [known];
}

function checkedUrl(url: string, option: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new UsageError(`${option} ${url} is no http or https address`);
  }
  if (parsed.search !== '' || parsed.hash !== '')
    throw new UsageError(`${option} takes no query; use --query`);
  return url;
}

function readPairs(written: readonly string[], separator: string, option: string): Record<string, string> {
  const pairs = written.map((pair) => {
    const at = pair.indexOf(separator);
    if (at < 1) throw new UsageError(`${option} takes name${separator}value`);
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  return Object.fromEntries(pairs);
}

function readTimeout(seconds: string | undefined): number {
  const number = seconds === undefined ? 30 : Number(seconds);
  if (!(number > 0)) throw new UsageError(`--timeout ${seconds} is no number of seconds`);
  return number * 1000;
}
