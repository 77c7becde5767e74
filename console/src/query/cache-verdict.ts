/** Puts the parameters of a `Cache-Status` header (RFC 9211) into words. */

export interface VerdictParameter {
  /** As it stands in the header. */
  readonly text: string;
  readonly meaning: string;
}

const fwd: Readonly<Record<string, string>> = {
  'uri-miss': 'The cache held no answer to this request, so the source was asked.',
  stale: 'The answer in the cache was not fresh any more, so the source was asked.',
  bypass: 'The cache was passed by: it may not be used for this request.',
  miss: 'The cache held nothing that could be used.',
  request: 'The request itself asked for a fresh answer.',
  method: 'Changes are never answered from the cache.',
  partial: 'The cache held a part of the answer only.',
};

const details: Readonly<Record<string, string>> = {
  invalidated: 'A change to the set, or a purge, made what was held invalid.',
  uncacheable: 'The set has no cache in the configuration, or the request cannot be cached.',
  'link-lost': 'Word of changes on other instances does not arrive, so nothing held here may be trusted.',
  'stale-while-revalidate':
    'The answer was out of date but in its grace time; a fresh one was fetched behind the scenes.',
  'stale-if-error': 'The source failed, and the last good answer was given instead.',
  'changed-meanwhile': 'Something was changed while the source was asked, so the answer was not kept.',
  quarantined: 'A change was under way, so the answer was not kept.',
  partial: 'The answer was not whole, so it was not kept.',
  negative: 'There was no such row, which is remembered for a short time.',
  'too-large': 'The answer is larger than the cache takes.',
};

/** @example explainVerdict('hit;ttl=42') */
export function explainVerdict(status: string): readonly VerdictParameter[] {
  return status
    .split(';')
    .filter((text) => text !== '')
    .map((text) => ({ text, meaning: meaningOf(text) }));
}

function meaningOf(text: string): string {
  const [name = '', value = ''] = text.split('=');
  switch (name) {
    case 'hit':
      return 'Answered from memory; the source was not asked.';
    case 'ttl':
      return ttlMeaning(Number(value));
    case 'stored':
      return 'The answer is kept for those who ask next.';
    case 'collapsed':
      return 'Others asked for the same at the same time: one call to the source served all.';
    case 'fwd':
      return fwd[value] ?? 'The request was passed on to the source.';
    case 'detail':
      return detailMeaning(value);
    default:
      return 'A parameter that the console does not know.';
  }
}

function ttlMeaning(seconds: number): string {
  return seconds < 0
    ? `It had been out of date for ${-seconds} s.`
    : `It was to stay fresh for another ${seconds} s.`;
}

/** A reason for the miss and one for not storing may be joined by a hyphen. */
function detailMeaning(value: string): string {
  const whole = details[value];
  if (whole !== undefined) return whole;
  const found = Object.entries(details).filter(([name]) => value.includes(name));
  return found.length === 0 ? `Detail: ${value}.` : found.map(([, meaning]) => meaning).join(' ');
}
