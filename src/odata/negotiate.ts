/** Chooses the format of an answer from `$format` and `Accept`, or refuses with what is offered (Protocol 4.01, 8.2.1). */
import { RequestError } from '../errors';
import { jsonParameterName, jsonParameters } from './json-parameters';
import { type MediaRange, parseMediaRanges, parseMediaType } from './media-type';

/**
 * What is answered: `json` rows, entities, the service document; `metadata` the `$metadata` document; `raw` a `$value`;
 * `count` a `/$count`.
 */
export type ResourceKind = 'json' | 'metadata' | 'raw' | 'count';

/** How much control information a JSON answer carries (JSON Format 4.01, 3.1). */
export type MetadataLevel = 'none' | 'minimal' | 'full';

export interface ResponseFormat {
  /** For the `Content-Type` header. */
  readonly contentType: string;
  readonly syntax: 'json' | 'xml' | 'text';
  readonly metadata: MetadataLevel;
  /** Int64, Decimal and counts are JSON strings. */
  readonly ieee754Compatible: boolean;
}

export interface FormatRequest {
  readonly kind: ResourceKind;
  /** The `Accept` header. */
  readonly accept?: string | undefined;
  /** The decoded `$format` option; it overrides the header. */
  readonly formatOption?: string | undefined;
}

/** Where nobody asks for anything else, and for error answers. */
export const defaultFormat: ResponseFormat = {
  contentType: 'application/json;odata.metadata=minimal',
  syntax: 'json',
  metadata: 'minimal',
  ieee754Compatible: false,
};

export function negotiateFormat({ kind, accept, formatOption }: FormatRequest): ResponseFormat {
  if (kind === 'count') return negotiateCount(formatOption);
  if (formatOption !== undefined) return formatOfOption(kind, formatOption);
  const ranges = readAccept(accept);
  if (ranges.length === 0) return formatOfRange(kind, anything, noRefusals) ?? defaultFormat;
  const refused = refusedTypes(ranges);
  for (const range of inOrderOfPreference(ranges)) {
    const format = formatOfRange(kind, range, refused);
    if (format !== undefined) return format;
  }
  throw notAcceptable(kind, accept ?? '', 'Accept');
}

/** `/$count` is text whatever `Accept` says: there is no negotiation with it (Protocol 4.01, 11.2.10). */
function negotiateCount(formatOption: string | undefined): ResponseFormat {
  if (formatOption === undefined) return textFormat('text/plain');
  throw new RequestError(
    'InvalidQueryOption',
    '$format has no place with /$count, which is always text/plain.',
    {
      target: '$format',
    },
  );
}

type Negotiable = Exclude<ResourceKind, 'count'>;
type MediaType = 'application/json' | 'application/xml' | 'text/plain';

/** By kind, the one for a wildcard first: `$metadata` is XML unless JSON is named (Protocol 4.01, 11.1.2). */
const offered: Readonly<Record<Negotiable, readonly MediaType[]>> = {
  json: ['application/json'],
  metadata: ['application/xml', 'application/json'],
  raw: ['text/plain'],
};

const anything: MediaRange = { type: '*', subtype: '*', parameters: new Map(), quality: 1 };
const noRefusals: ReadonlySet<string> = new Set();

function formatOfOption(kind: Negotiable, option: string): ResponseFormat {
  const abbreviations: Readonly<Record<string, string>> = {
    json: 'application/json',
    xml: 'application/xml',
  };
  const range = parseMediaType(abbreviations[option.toLowerCase()] ?? option);
  const format = range === undefined ? undefined : formatOfRange(kind, range, noRefusals);
  if (format === undefined) throw notAcceptable(kind, option, '$format');
  return format;
}

function readAccept(accept: string | undefined): readonly MediaRange[] {
  const ranges = parseMediaRanges(accept ?? '');
  if (ranges !== undefined) return ranges;
  throw new RequestError('InvalidHeader', 'The Accept header is not a list of media types.', {
    target: 'Accept',
  });
}

/** `application/json;q=0` takes JSON out of what a wildcard means. */
function refusedTypes(ranges: readonly MediaRange[]): ReadonlySet<string> {
  const refused = ranges.filter(({ quality, parameters }) => quality === 0 && parameters.size === 0);
  return new Set(refused.map(nameOf));
}

/** By quality, then the more specific first, then as written. */
function inOrderOfPreference(ranges: readonly MediaRange[]): readonly MediaRange[] {
  const wanted = ranges.filter(({ quality }) => quality > 0);
  return wanted.toSorted((a, b) => b.quality - a.quality || specificity(b) - specificity(a));
}

function specificity({ type, subtype, parameters }: MediaRange): number {
  if (type === '*') return 0;
  return subtype === '*' ? 1 : 2 + Math.min(parameters.size, 1);
}

function nameOf({ type, subtype }: MediaRange): string {
  return `${type}/${subtype}`;
}

/** The first offer that the range covers and whose parameters are all understood. */
function formatOfRange(
  kind: Negotiable,
  range: MediaRange,
  refused: ReadonlySet<string>,
): ResponseFormat | undefined {
  for (const mediaType of offered[kind]) {
    if (!covers(range, mediaType) || refused.has(mediaType)) continue;
    const format = formatOfType(mediaType, range.parameters);
    if (format !== undefined) return format;
  }
  return undefined;
}

function covers(range: MediaRange, mediaType: MediaType): boolean {
  const name = nameOf(range);
  return (
    name === mediaType || name === '*/*' || (range.subtype === '*' && mediaType.startsWith(`${range.type}/`))
  );
}

/** Undefined if a parameter is unknown or has an unknown value: such a format must be refused (Protocol 4.01, 8.2.1). */
function formatOfType(
  mediaType: MediaType,
  parameters: ReadonlyMap<string, string>,
): ResponseFormat | undefined {
  switch (mediaType) {
    case 'application/json':
      return jsonFormat(parameters);
    case 'application/xml':
      return isOnlyCharset(parameters)
        ? { ...defaultFormat, contentType: `application/xml${charsetOf(parameters)}`, syntax: 'xml' }
        : undefined;
    case 'text/plain':
      // Without a charset many readers take text/plain for ASCII (RFC 2046, 4.1.2), and values are not.
      return isOnlyCharset(parameters) ? textFormat('text/plain;charset=utf-8') : undefined;
  }
}

function textFormat(contentType: string): ResponseFormat {
  return { ...defaultFormat, contentType, syntax: 'text' };
}

/** The parameters of JSON, each with one value however often it is written. */
function jsonFormat(parameters: ReadonlyMap<string, string>): ResponseFormat | undefined {
  const chosen = new Map<string, string>();
  for (const [name, value] of parameters) {
    const parameter = jsonParameterName(name);
    const lower = value.toLowerCase();
    if (jsonParameters.get(parameter)?.includes(lower) !== true) return undefined;
    if ((chosen.get(parameter) ?? lower) !== lower) return undefined;
    chosen.set(parameter, lower);
  }
  const metadata = metadataLevel(chosen.get('metadata'));
  const ieee754Compatible = chosen.get('ieee754compatible') === 'true';
  // Only what was asked for is echoed, no charset of our own (Protocol 4.01, 8.2.1). The order that `streaming`
  // promises is kept in any case.
  const contentType = [
    `application/json;odata.metadata=${metadata}`,
    chosen.get('streaming') === 'true' ? ';odata.streaming=true' : '',
    ieee754Compatible ? ';IEEE754Compatible=true' : '',
    charsetOf(chosen),
  ].join('');
  return { contentType, syntax: 'json', metadata, ieee754Compatible };
}

function metadataLevel(value: string | undefined): MetadataLevel {
  return value === 'none' || value === 'full' ? value : 'minimal';
}

function isOnlyCharset(parameters: ReadonlyMap<string, string>): boolean {
  return [...parameters].every(([name, value]) => name === 'charset' && value.toLowerCase() === 'utf-8');
}

function charsetOf(parameters: ReadonlyMap<string, string>): string {
  return parameters.has('charset') ? ';charset=utf-8' : '';
}

const offers: Readonly<Record<Negotiable, string>> = {
  json: 'application/json, with odata.metadata=none, minimal or full, IEEE754Compatible and charset=utf-8',
  metadata: 'application/xml and application/json',
  raw: 'text/plain',
};

function notAcceptable(kind: Negotiable, asked: string, target: string): RequestError {
  const shown = asked.length > 100 ? `${asked.slice(0, 100)}…` : asked;
  return new RequestError(
    'NotAcceptable',
    `${target} asks for ${shown}; this address offers ${offers[kind]}.`,
    {
      target,
    },
  );
}
