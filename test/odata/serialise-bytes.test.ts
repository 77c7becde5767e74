import fc from 'fast-check';
import { encodeJson, JsonBytes } from '../../src/odata/serialise-bytes';

function written(write: (out: JsonBytes) => void): Buffer {
  const out = new JsonBytes();
  write(out);
  return Buffer.from(out.finish());
}

/** Every character that JSON escapes, and the first and last of each length in UTF-8. */
const awkward = [
  Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)),
  ['"', '\\', '/', '\u007f', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\ue000', '\uffff'],
  ['\u{10000}', '\u{10ffff}', '\ud800', '\udbff', '\udc00', '\udfff', '\udc00\ud800', '\u2028'],
].flat();

describe('strings are what JSON.stringify makes of them, in UTF-8', () => {
  test.each(awkward)('%j', (text) => {
    for (const each of [text, `a${text}`, `${text}b`, text + text]) {
      expect(written((out) => out.string(each))).toEqual(Buffer.from(JSON.stringify(each)));
    }
  });

  test('any text', () => {
    const unit = fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'binary', maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(fc.array(unit).map((units) => units.join(''))), (texts) => {
        const bytes = written((out) => texts.forEach((text) => out.string(text)));
        expect(bytes).toEqual(Buffer.from(texts.map((text) => JSON.stringify(text)).join('')));
      }),
    );
  });

  test('a text longer than the buffer, of which every unit takes six bytes', () => {
    const text = '\u0001\ud800x'.repeat(20_000);
    expect(written((out) => out.string(text))).toEqual(Buffer.from(JSON.stringify(text)));
  });
});

test('prepared JSON, plain JSON and numbers stand one behind the other', () => {
  const bytes = written((out) => {
    out.prepared(encodeJson('{"Größe 💶":'));
    out.number(-1.5e-9);
    out.ascii(',"n":');
    out.number(0);
    out.ascii('}');
  });
  expect(bytes.toString()).toBe('{"Größe 💶":-1.5e-9,"n":0}');
});

test('an object is closed where it began', () => {
  const bytes = written((out) => {
    out.ascii('[');
    out.closeObject(out.length);
    out.ascii(',');
    const start = out.length;
    out.ascii(',"a":1,"b":');
    const inner = out.length;
    out.ascii(',"c":2');
    out.closeObject(inner);
    out.closeObject(start);
    out.ascii(']');
  });
  expect(bytes.toString()).toBe('[{},{"a":1,"b":{"c":2}}]');
});
