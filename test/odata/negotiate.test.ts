import type { RequestError } from '../../src/errors';
import { type FormatRequest, negotiateFormat } from '../../src/odata/negotiate';

const minimal = 'application/json;odata.metadata=minimal';

function contentType(request: FormatRequest): string {
  return negotiateFormat(request).contentType;
}

function refusal(request: FormatRequest): RequestError {
  try {
    negotiateFormat(request);
  } catch (error) {
    return error as RequestError;
  }
  throw new Error('was not refused');
}

describe('rows', () => {
  test.each([
    [undefined, minimal],
    ['', minimal],
    ['*/*', minimal],
    ['application/*', minimal],
    ['application/json', minimal],
    ['APPLICATION/JSON', minimal],
    ['application/json;odata.metadata=full', 'application/json;odata.metadata=full'],
    ['application/json; metadata=none', 'application/json;odata.metadata=none'],
    ['application/json;ODATA.Metadata=FULL', 'application/json;odata.metadata=full'],
    ['application/json;odata.streaming=true', `${minimal};odata.streaming=true`],
    ['application/json;odata.streaming=false', minimal],
    ['application/json;IEEE754Compatible=true', `${minimal};IEEE754Compatible=true`],
    ['application/json;charset=UTF-8', `${minimal};charset=utf-8`],
    ['application/json;charset="utf-8"', `${minimal};charset=utf-8`],
    ['text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', minimal],
    ['text/html, image/gif, *; q=.2, */*; q=.2', minimal],
    ['application/json;odata=verbose, application/json;q=0.5', minimal],
    [
      'application/json;odata.metadata=none;q=0.5, application/json;odata.metadata=full',
      'application/json;odata.metadata=full',
    ],
    ['*/*, application/json;odata.metadata=full', 'application/json;odata.metadata=full'],
  ])('Accept: %s', (accept, expected) => {
    expect(contentType({ kind: 'json', accept })).toBe(expected);
  });

  test('what Dataverse sends is understood', () => {
    const accept = 'application/json;odata.metadata=full';
    expect(negotiateFormat({ kind: 'json', accept })).toEqual({
      contentType: accept,
      syntax: 'json',
      metadata: 'full',
      ieee754Compatible: false,
    });
  });

  test.each([
    'application/xml',
    'text/html',
    'application/json;q=0',
    'application/json;q=0, */*',
    'application/json;odata.metadata=some',
    'application/json;odata.metadata=full;metadata=none',
    'application/json;charset=iso-8859-1',
    'application/json;odata=verbose',
    'application/json;constructor=true',
  ])('Accept: %s is refused with what is offered', (accept) => {
    const error = refusal({ kind: 'json', accept });
    expect(error.code).toBe('NotAcceptable');
    expect(error.target).toBe('Accept');
    expect(error.message).toContain('application/json');
  });

  test.each([
    'json',
    'application',
    'application/json;',
    'application/json;a',
    'a/b c/d',
    'a/b;q=2',
    '/json',
    '*/json',
    'a/b;x=1;x=1',
  ])('Accept: %s is no list of media types', (accept) => {
    expect(refusal({ kind: 'json', accept }).code).toBe('InvalidHeader');
  });

  test('32 KB of anything are refused at once and quoted in short', () => {
    const error = refusal({ kind: 'json', accept: 'a/b,'.repeat(8192) });
    expect(error.code).toBe('NotAcceptable');
    expect(error.message.length).toBeLessThan(400);
  });
});

describe('$format', () => {
  test('overrides Accept', () => {
    const accept = 'application/json;odata.metadata=full';
    expect(contentType({ kind: 'json', accept, formatOption: 'json' })).toBe(minimal);
    expect(contentType({ kind: 'json', accept: 'text/html', formatOption: 'JSON' })).toBe(minimal);
    expect(contentType({ kind: 'json', formatOption: 'application/json;odata.metadata=none' })).toBe(
      'application/json;odata.metadata=none',
    );
    expect(contentType({ kind: 'metadata', accept: 'application/json', formatOption: 'xml' })).toBe(
      'application/xml',
    );
  });

  test.each(['atom', 'xml', 'json;odata.metadata=full', 'nonsense', '', 'application/json, text/plain'])(
    '$format=%s is refused for rows',
    (formatOption) => {
      const error = refusal({ kind: 'json', formatOption });
      expect(error).toMatchObject({ code: 'NotAcceptable', target: '$format' });
    },
  );
});

describe('$metadata', () => {
  test.each([
    [undefined, 'application/xml'],
    ['*/*', 'application/xml'],
    ['application/*', 'application/xml'],
    ['application/xml', 'application/xml'],
    ['application/xml;charset=utf-8', 'application/xml;charset=utf-8'],
    ['application/json', minimal],
    ['application/xml;q=0.5, application/json', minimal],
    ['application/xml;q=0, */*', minimal],
  ])('Accept: %s', (accept, expected) => {
    expect(contentType({ kind: 'metadata', accept })).toBe(expected);
  });

  test('says in which syntax', () => {
    expect(negotiateFormat({ kind: 'metadata' }).syntax).toBe('xml');
    expect(negotiateFormat({ kind: 'metadata', formatOption: 'json' }).syntax).toBe('json');
  });
});

describe('raw values and counts', () => {
  test('a raw value is text', () => {
    expect(contentType({ kind: 'raw' })).toBe('text/plain;charset=utf-8');
    expect(contentType({ kind: 'raw', accept: 'text/*' })).toBe('text/plain;charset=utf-8');
    expect(refusal({ kind: 'raw', accept: 'application/json' }).code).toBe('NotAcceptable');
  });

  test('a count is text whatever Accept says, and takes no $format', () => {
    expect(contentType({ kind: 'count', accept: 'application/json' })).toBe('text/plain');
    expect(refusal({ kind: 'count', formatOption: 'json' })).toMatchObject({
      code: 'InvalidQueryOption',
      target: '$format',
    });
  });
});
