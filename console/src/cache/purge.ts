/** What the admin API is asked to purge, made of what the form holds. */

export type PurgeKind = 'all' | 'set' | 'row' | 'tag';

export interface Purge {
  /** In words, for the question whether it is meant. */
  readonly what: string;
  /** As the API takes it. */
  readonly body: object;
}

interface Fields {
  /** Service and entity set, with a slash in between: no service has one in its name. */
  readonly set: string;
  readonly key: string;
  readonly tag: string;
}

/** Undefined while something is missing. */
export function purgeOf(kind: PurgeKind, { set, key, tag }: Fields): Purge | undefined {
  const slash = set.indexOf('/');
  const place = { service: set.slice(0, slash), entitySet: set.slice(slash + 1) };
  switch (kind) {
    case 'all':
      return { what: 'everything', body: { all: true } };
    case 'tag':
      return tag === '' ? undefined : { what: `what carries the tag ${tag}`, body: { tag } };
    case 'set':
      return slash < 0 ? undefined : { what: `all of ${set}`, body: place };
    case 'row':
      return slash < 0 || key === ''
        ? undefined
        : { what: `the row ${key} of ${set}, and lists that may hold it`, body: { ...place, key } };
  }
}
