/**
 * What a record keeps of the error that its request ended with: without values, whoever says them.
 *
 * A name that the caller made up may hold anything, names that we know hold nothing of anybody's. Messages quote what was
 * made up, and only that: a target that its message quotes is kept no more than the message keeps it.
 */
import { MASK } from './mask-literals';
import type { QueryRecord } from './query-record';

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly target?: string | undefined;
  /** Class and sentence of the error as a provider threw it. */
  readonly raised?: string | undefined;
}

/** @param mask makes a sentence one that may be kept */
export function failureNoteOf(
  { code, raised, ...named }: Failure,
  mask: (sentence: string) => string,
): Pick<QueryRecord, 'code' | 'message' | 'target' | 'raised'> {
  const { message, target } = withoutInvention(named);
  return {
    code,
    message: mask(message),
    ...(target === undefined ? {} : { target: mask(target) }),
    ...(raised === undefined ? {} : { raised: mask(raised) }),
  };
}

type Named = Pick<Failure, 'message' | 'target'>;

/** What was made up may hold quotes itself: then only here is known where it ends. */
function withoutInvention({ message, target }: Named): Named {
  if (target === undefined) return { message };
  const quoted = `'${target}`;
  if (message.includes(quoted)) return { message: message.replaceAll(quoted, `'${MASK}`), target: MASK };
  // A request of a batch goes by the id that its caller gave it.
  const place = target.replace(/'.*'/s, `'${MASK}'`);
  return { message: message.replaceAll(target, place), target: place };
}
