/** Texts that may show nowhere but where a test allows it, found also where they are encoded so that anybody can decode them. */
import { hash } from 'node:crypto';

export interface Place {
  readonly name: string;
  readonly content: string | Buffer;
}

export class Canaries {
  readonly #texts = new Map<string, string>();

  /** A text of letters and digits, the same for the same name. It can be a name in OData. */
  text(name: string): string {
    return this.plant(name, `zq${digest(name).slice(0, 20)}`);
  }

  guid(name: string): string {
    return this.plant(name, digest(name).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'));
  }

  /** A text of the test's own choice. */
  plant(name: string, text: string): string {
    this.#texts.set(name, text);
    return text;
  }

  get names(): readonly string[] {
    return [...this.#texts.keys()];
  }

  /** What shows where, one sentence each. Case is not looked at: a text in capitals is that text. */
  findIn(
    places: readonly Place[],
    isAllowed: (name: string, place: string) => boolean = () => false,
  ): readonly string[] {
    const forms = [...this.#texts].map(([name, text]) => ({ name, forms: formsOf(text) }));
    return places.flatMap(({ name: place, content }) => {
      const hay = (typeof content === 'string' ? Buffer.from(content) : content)
        .toString('latin1')
        .toLowerCase();
      return forms
        .filter(({ name }) => !isAllowed(name, place))
        .flatMap(({ name, forms }) =>
          [...forms]
            .map(([form, text]) => ({ form, at: hay.indexOf(text) }))
            .filter(({ at }) => at >= 0)
            .map(({ form, at }) => `${name}, ${form}, in ${place}: ${excerpt(hay, at)}`),
        );
    });
  }
}

function excerpt(hay: string, at: number): string {
  return JSON.stringify(hay.slice(Math.max(0, at - 60), at + 80));
}

function digest(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Each in lower case. An unsalted hash is in it as well: whoever has a list of texts reads it like the text. */
export function formsOf(text: string): ReadonlyMap<string, string> {
  const bytes = Buffer.from(text);
  const percent = escaped(bytes, (byte) => `%${hex(byte)}`);
  const base64 = [0, 1, 2].map((offset): [string, string] => [
    `base64 from byte ${offset}`,
    base64At(bytes, offset),
  ]);
  const forms: readonly (readonly [string, string])[] = [
    ['plain', text],
    ['percent-encoded', percent],
    ['percent-encoded twice', percent.replaceAll('%', '%25')],
    ['hex', bytes.toString('hex')],
    ['JSON-escaped', escaped(bytes, (byte) => `\\u00${hex(byte)}`)],
    ['UTF-16LE', Buffer.from(text, 'utf16le').toString('latin1')],
    ['UTF-16LE in hex', Buffer.from(text, 'utf16le').toString('hex')],
    ['sha256 in hex', digest(text)],
    ['sha256 in base64', hash('sha256', text, 'base64').replace('=', '')],
    ['sha256 in base64url', hash('sha256', text, 'base64url')],
    ...base64,
    ...base64.map(([form, encoded]): [string, string] => [
      form.replace('base64', 'base64url'),
      encoded.replaceAll('+', '-').replaceAll('/', '_'),
    ]),
  ];
  return new Map(forms.map(([form, encoded]) => [form, encoded.toLowerCase()]));
}

function escaped(bytes: Buffer, write: (byte: number) => string): string {
  return [...bytes].map(write).join('');
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** The characters that the text alone decides, whatever stands before and behind it. */
function base64At(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
  const first = Math.ceil((offset * 8) / 6);
  return whole.toString('base64').slice(first, Math.floor((whole.length * 8) / 6));
}
