/** Collects what a provider names during one call, as the tags that an answer carries or a change raises. */
import { manyNamedTag, namedTag, raisedWith, someNamedTag } from './tags';

const MOST_NAMES = 64;
const LONGEST_NAME = 200;

/** No name is ever lost: with too many of them, or one that is too long, all of the connection are meant. */
export class ProviderTags {
  readonly #names = new Set<string>();
  #tooMany = false;

  constructor(private readonly connection: string) {}

  readonly add = (name: string): void => {
    if (name === '' || name.length > LONGEST_NAME) this.#tooMany = true;
    else this.#names.add(name);
    if (this.#names.size > MOST_NAMES) this.#tooMany = true;
    if (this.#tooMany) this.#names.clear();
  };

  /** For an answer that depends on what was named. */
  carried(): readonly string[] {
    if (this.#tooMany) return [someNamedTag(this.connection), manyNamedTag(this.connection)];
    return this.#names.size === 0 ? [] : [someNamedTag(this.connection), ...this.#tags()];
  }

  /** For a change that touches what was named. */
  raised(): readonly string[] {
    if (this.#tooMany) return [someNamedTag(this.connection)];
    return [...new Set(this.#tags().flatMap(raisedWith))];
  }

  #tags(): readonly string[] {
    return [...this.#names].map((name) => namedTag(this.connection, name));
  }
}
