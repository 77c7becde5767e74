/** The tier behind memory that several instances share: what one of them has asked the source for, the others need not. */
import type { Sized } from './memory-tier';

export interface SharedTier<Value> {
  /**
   * What is kept at an address that depends on these tags, as true as the source's own answer. Undefined where the tier
   * cannot be asked, or did not answer in time; it never rejects.
   */
  find(address: string, tags: readonly string[]): Promise<SharedPlace<Value> | undefined>;
}

/** An address that was looked at, before the source was asked. */
export interface SharedPlace<Value> {
  /** What is there, and when the source was asked for it, on this instance's clock. */
  readonly kept: (Sized<Value> & { readonly askedAt: number }) | undefined;
  /**
   * Keeps there what the source has given since, unless one of the tags was raised meanwhile.
   *
   * @param ttl milliseconds, from when the place was looked at
   */
  keep(value: Value, ttl: number): void;
}

/** Writes values as text for others, and reads what others have written; what comes in is not trusted to be that. */
export interface ValueText<Value> {
  /** Undefined for a value that no text stands for. */
  write(value: Value): string | undefined;
  /** Undefined for a text that is none of these. */
  read(text: string): Sized<Value> | undefined;
}
