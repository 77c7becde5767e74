import { RequestError } from '../../../src/errors';
import { meetsPrecondition, readPrecondition } from '../../../src/odata/bind/bind-write-precondition';

describe('headers', () => {
  test.each([
    ['*', '*'],
    [' * ', '*'],
    ['W/"1"', ['W/"1"']],
    ['"1"', ['"1"']],
    ['""', ['""']],
    ['W/"JzEsNTYz;,x\'"', ['W/"JzEsNTYz;,x\'"']],
    ['W/"a" , "b",W/"c"', ['W/"a"', '"b"', 'W/"c"']],
  ])('%s', (header, match) => {
    expect(readPrecondition({ ifMatch: header })).toEqual({ match });
    expect(readPrecondition({ ifNoneMatch: header })).toEqual({ noneMatch: match });
  });

  test('none', () => {
    expect(readPrecondition({})).toEqual({});
    expect(readPrecondition({ ifMatch: undefined, ifNoneMatch: undefined })).toEqual({});
  });

  test.each(['', ' ', '1', 'W/1', '"1', 'w/"1"', '"1" "2"', '"1",x', '*,"1"', '"1",*', '"a b"'])(
    '%s is refused',
    (header) => {
      for (const [headers, target] of [
        [{ ifMatch: header }, 'If-Match'],
        [{ ifNoneMatch: header }, 'If-None-Match'],
      ] as const) {
        const read = () => readPrecondition(headers);
        expect(read).toThrow(RequestError);
        expect(read).toThrow(expect.objectContaining({ code: 'InvalidHeader', target }));
      }
    },
  );
});

test('a header of nothing but quotes is refused as well', () => {
  expect(() => readPrecondition({ ifMatch: '"'.repeat(60_001) })).toThrow(RequestError);
});

describe('a row', () => {
  const row = { etag: 'W/"1"' };
  test.each([
    [{}, row, true],
    [{}, undefined, true],
    [{ match: '*' }, row, true],
    [{ match: '*' }, { etag: undefined }, true],
    [{ match: '*' }, undefined, false],
    [{ match: ['W/"1"'] }, row, true],
    [{ match: ['"1"'] }, row, true],
    [{ match: ['W/"2"', 'W/"1"'] }, row, true],
    [{ match: ['W/"2"'] }, row, false],
    [{ match: ['W/"1"'] }, undefined, false],
    [{ match: ['W/"1"'] }, { etag: undefined }, false],
    [{ noneMatch: '*' }, row, false],
    [{ noneMatch: '*' }, undefined, true],
    [{ noneMatch: ['W/"1"'] }, row, false],
    [{ noneMatch: ['"1"'] }, row, false],
    [{ noneMatch: ['W/"2"'] }, row, true],
    [{ noneMatch: ['W/"2"'] }, { etag: undefined }, true],
    [{ match: ['W/"1"'], noneMatch: ['W/"1"'] }, row, false],
  ] as const)('%j of %j: %s', (precondition, state, expected) => {
    expect(meetsPrecondition(precondition, state)).toBe(expected);
  });
});
