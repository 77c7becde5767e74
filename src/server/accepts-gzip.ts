/** Whether a caller would rather have gzip than plain bytes, by its `Accept-Encoding` (RFC 9110, 12.5.3). */

/** @example 'gzip, deflate' → true; 'gzip;q=0.5, identity' → false */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  if (acceptEncoding === undefined) return false;
  const qualities = new Map(acceptEncoding.toLowerCase().split(',').map(readCoding));
  const quality = qualities.get('gzip') ?? qualities.get('x-gzip') ?? qualities.get('*') ?? 0;
  return quality > 0 && quality >= (qualities.get('identity') ?? 0);
}

/** A weight that is none counts as 0: plain bytes are right for everybody. */
function readCoding(text: string): [coding: string, quality: number] {
  const [coding = '', weight] = text.split(';');
  if (weight === undefined) return [coding.trim(), 1];
  const match = /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/.exec(weight);
  return [coding.trim(), Number(match?.[1] ?? 0)];
}
