/** The media types of a batch: what it came as, and what its answer is to be (Protocol 4.01, 11.7.1). */
import { RequestError } from '../../errors';
import { type MediaRange, parseMediaRanges, parseMediaType } from '../media-type';
import type { BatchFormat } from './batch';
import { batchLimits } from './batch-limits';

export type BatchType =
  { readonly format: 'multipart'; readonly boundary: string } | { readonly format: 'json' };

/** @throws {RequestError} UnsupportedMediaType; InvalidBatch if the boundary is none */
export function readBatchType(contentType: string | undefined): BatchType {
  const type = parseMediaType(contentType ?? '');
  if (type !== undefined && isMultipart(type)) {
    return { format: 'multipart', boundary: readBoundary(type, 'The header Content-Type') };
  }
  if (type?.type === 'application' && type.subtype === 'json') return { format: 'json' };
  const message = 'A batch is multipart/mixed with a boundary, in quotes if it has special characters,';
  throw new RequestError('UnsupportedMediaType', `${message} or application/json.`, {
    target: 'Content-Type',
  });
}

export function isMultipart({ type, subtype }: MediaRange): boolean {
  return type === 'multipart' && subtype === 'mixed';
}

/** Rule `boundary` of RFC 2046, 5.1.1: no blank at its end. */
const boundaryForm = /^[0-9A-Za-z'()+_,\-./:=? ]*[0-9A-Za-z'()+_,\-./:=?]$/;

export function readBoundary({ parameters }: MediaRange, place: string): string {
  const boundary = parameters.get('boundary') ?? '';
  if (boundary.length <= batchLimits.boundary && boundaryForm.test(boundary)) return boundary;
  const problem = `has no boundary of 1 to ${batchLimits.boundary} characters that RFC 2046 allows`;
  throw new RequestError('InvalidBatch', `${place} ${problem}.`, { target: 'Content-Type' });
}

/**
 * The format of the answer: that of the batch unless `Accept` prefers the other.
 *
 * @throws {RequestError} NotAcceptable
 */
export function chooseAnswerFormat(accept: string | undefined, asked: BatchFormat): BatchFormat {
  const ranges = parseMediaRanges(accept ?? '');
  if (ranges === undefined) {
    throw new RequestError('InvalidHeader', 'The Accept header is not a list of media types.', {
      target: 'Accept',
    });
  }
  if (ranges.length === 0) return asked;
  const other = asked === 'json' ? 'multipart' : 'json';
  const same = qualityOf(asked, ranges);
  const different = qualityOf(other, ranges);
  if (same > 0 && same >= different) return asked;
  if (different > 0) return other;
  const message = 'The answer to a batch is multipart/mixed or application/json; Accept allows neither.';
  throw new RequestError('NotAcceptable', message, { target: 'Accept' });
}

const MEDIA_TYPES: Readonly<Record<BatchFormat, readonly [string, string]>> = {
  multipart: ['multipart', 'mixed'],
  json: ['application', 'json'],
};

/** That of the most specific range that covers the format, 0 if none does (RFC 9110, 12.5.1). */
function qualityOf(format: BatchFormat, ranges: readonly MediaRange[]): number {
  const [type, subtype] = MEDIA_TYPES[format];
  let best = { specificity: -1, quality: 0 };
  for (const range of ranges) {
    const covers =
      range.type === '*' || (range.type === type && (range.subtype === '*' || range.subtype === subtype));
    const specificity = Number(range.type !== '*') + Number(range.subtype !== '*');
    if (!covers || specificity < best.specificity) continue;
    const quality = specificity === best.specificity ? Math.max(best.quality, range.quality) : range.quality;
    best = { specificity, quality };
  }
  return best.quality;
}
