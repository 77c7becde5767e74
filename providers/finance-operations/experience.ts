/** What a connection has learned of its environment: fields that refuse to be filtered or sorted, terms that are too long. */
import type { ConnectionNote, TermOpinion, TermRefusal } from '../../src/provider-sdk/index';
import { ExpiringMap } from './expiring-map';
import { groupOf, type OperatorGroup, type Term } from './term';

const ONE_HOUR = 3_600_000;

interface LearnedRefusal {
  /** Entity and column. */
  readonly subject: string;
  readonly refusal: TermRefusal;
}

const GROUPS: readonly OperatorGroup[] = ['equality', 'range', 'wildcard', 'sort'];

const REFUSED_WORDS: Readonly<Record<OperatorGroup, string>> = {
  equality: 'comparisons of',
  range: 'comparisons by size of',
  wildcard: 'text searches in',
  sort: 'sorting by',
};

/**
 * It fills while queries run, and forgets after an hour, as a customer's environment may be changed. It lives in memory
 * only: learning again costs a few calls.
 */
export class Experience {
  private readonly refusals: ExpiringMap<LearnedRefusal>;
  private readonly opinions: ExpiringMap<TermOpinion>;
  private readonly batchRefusals: ExpiringMap<true>;
  #waitUntil = 0;

  constructor(
    private readonly now: () => number,
    timeToLive = ONE_HOUR,
  ) {
    this.refusals = new ExpiringMap({ timeToLive, maxSize: 2_000, now });
    this.opinions = new ExpiringMap({ timeToLive, maxSize: 500, now });
    this.batchRefusals = new ExpiringMap({ timeToLive, maxSize: 1, now });
  }

  /** A field that takes no `eq` is a virtual one, which takes nothing at all (facts page, trap 4). */
  rememberRefusal(entity: string, column: string, group: OperatorGroup): void {
    for (const each of group === 'equality' ? GROUPS : [group]) {
      this.refusals.set(keyOf(entity, column, each), {
        subject: `${entity}.${column}`,
        refusal: {
          refused: `F&O refused ${REFUSED_WORDS[each]} ${column}, which may be computed while reading; it is tried again within an hour.`,
          hint: 'Filter by another column as well, so that fewer rows have to be read.',
        },
      });
    }
  }

  refusalOf(entity: string, column: string, group: OperatorGroup): TermRefusal | undefined {
    return this.refusals.get(keyOf(entity, column, group))?.refusal;
  }

  /** Something between the gateway and F&O, or F&O itself, does not take `$batch`. */
  get refusesBatches(): boolean {
    return this.batchRefusals.get('$batch') !== undefined;
  }

  rememberBatchRefusal(): void {
    this.batchRefusals.set('$batch', true);
  }

  /** F&O asks for fewer calls, for so many milliseconds from now on. */
  rememberLimit(milliseconds: number): void {
    this.#waitUntil = Math.max(this.#waitUntil, this.now() + milliseconds);
  }

  /** For the administrator. What was found out of single terms is not told: their values are people's data. */
  notes(): readonly ConnectionNote[] {
    return [
      ...waiting(this.#waitUntil - this.now()),
      ...(this.refusesBatches
        ? [{ subject: '$batch', text: 'Batches are refused; rows are read one by one for up to an hour.' }]
        : []),
      ...this.refusals.values().map(({ subject, refusal }) => ({ subject, text: refusal.refused })),
    ];
  }

  rememberOpinion(entity: string, term: Term, opinion: TermOpinion): void {
    this.opinions.set(keyOfTerm(entity, term), opinion);
  }

  opinionOf(entity: string, term: Term): TermOpinion | undefined {
    const refusal = this.refusalOf(entity, term.column, groupOf(term));
    // A list has a long name, and hardly ever an opinion.
    if (refusal !== undefined || this.opinions.isEmpty) return refusal;
    return this.opinions.get(keyOfTerm(entity, term));
  }
}

function waiting(milliseconds: number): readonly ConnectionNote[] {
  if (milliseconds <= 0) return [];
  const seconds = Math.ceil(milliseconds / 1_000);
  return [{ subject: 'limits', text: `F&O limits the calls, and asks to wait ${seconds} s more.` }];
}

function keyOf(entity: string, column: string, group: OperatorGroup): string {
  return `${entity} ${column} ${group}`;
}

function keyOfTerm(entity: string, term: Term): string {
  return `${entity} ${JSON.stringify(term)}`;
}
