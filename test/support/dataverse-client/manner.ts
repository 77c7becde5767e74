/** How a client speaks: the headers it sends and the way it encodes a query. */
import type { Headers } from './http-caller';
import { clientStyle, encodedStyle, type WireStyle } from './write-expression';

export interface Manner {
  readonly style: WireStyle;
  readonly documentHeaders: Headers;
  readonly metadataHeaders: Headers;
  dataHeaders(hasSelect: boolean): Headers;
  writeHeaders(hasBody: boolean): Headers;
}

/** Only what somebody has seen on the wire: nothing but a host. */
export const bareManner: Manner = {
  style: clientStyle,
  documentHeaders: {},
  metadataHeaders: {},
  dataHeaders: () => ({}),
  writeHeaders: (hasBody) => (hasBody ? { 'Content-Type': 'application/json' } : {}),
};

const libraryHeaders: Headers = {
  'OData-MaxVersion': '4.0',
  'Accept-Charset': 'UTF-8',
  'User-Agent': 'Microsoft.OData.Client/7.2.0',
};

/** Microsoft.OData.Client 7: full metadata wherever `$select` stands in the query, OData-Version only with a body. */
export const libraryManner: Manner = {
  style: clientStyle,
  documentHeaders: { ...libraryHeaders, Accept: 'application/json;odata.metadata=minimal' },
  metadataHeaders: { ...libraryHeaders, Accept: 'application/xml' },
  dataHeaders: (hasSelect) => ({
    ...libraryHeaders,
    Accept: `application/json;odata.metadata=${hasSelect ? 'full' : 'minimal'}`,
  }),
  writeHeaders: (hasBody) => ({
    ...libraryHeaders,
    Accept: 'application/json;odata.metadata=minimal',
    ...(hasBody && { 'OData-Version': '4.0', 'Content-Type': 'application/json;odata.metadata=minimal' }),
  }),
};

/** The same client behind something that percent-encodes whatever it may. */
export const encodedManner: Manner = { ...libraryManner, style: encodedStyle };
