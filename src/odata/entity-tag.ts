/** Makes ETags: of an entity from its source's concurrency token, of a metadata document from its text. */
import type { EntitySet } from '../model/entity-set';
import type { Row } from '../provider-sdk/index';

/** The form of an ETag, `"…"` or `W/"…"`, as far as it is safe in a header (RFC 9110, 8.8.3). */
const tagForm = /^(?:W\/)?"[\x21\x23-\x7e]*"$/;
const loneSurrogate = /\p{Cs}/gu;

/** The ETag of a row, or undefined where the source has no concurrency token or did not give it. */
export function entityTag({ declaration }: EntitySet, row: Row): string | undefined {
  if (declaration.concurrencyToken === undefined) return undefined;
  const token: unknown = row[declaration.concurrencyToken];
  if (typeof token !== 'string' && typeof token !== 'number') return undefined;
  const text = String(token);
  if (declaration.concurrencyTokenIsETag === true && tagForm.test(text)) return text;
  return `W/"${encodeURIComponent(text.replace(loneSurrogate, '\uFFFD'))}"`;
}

/** The concurrency token that an ETag of {@link entityTag} was made of, for the source to compare. */
export function versionOf(tag: string, { declaration }: EntitySet): string {
  if (declaration.concurrencyTokenIsETag === true) return tag;
  const text = tag.replace(/^(?:W\/)?"|"$/g, '');
  try {
    return decodeURIComponent(text);
  } catch {
    // No tag of ours: no row has it, and so the source will find.
    return text;
  }
}

/** The ETag of a document whose text is all that matters: weak, because it may travel compressed. */
export function metadataETag(text: string): string {
  return `W/"${hash(text, 0x811c9dc5)}${hash(text, 0x050c5d1f)}"`;
}

/** FNV-1a over UTF-16 code units, 32 bits; two seeds make 64. */
function hash(text: string, seed: number): string {
  let state = seed;
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return (state >>> 0).toString(16).padStart(8, '0');
}
