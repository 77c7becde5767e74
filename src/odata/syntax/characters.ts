/** Character codes and classes of the OData grammar. */

export const END = -1;
export const TAB = 0x09;
export const BLANK = 0x20;
export const DOUBLE_QUOTE = 0x22;
export const HASH = 0x23;
export const DOLLAR = 0x24;
export const QUOTE = 0x27;
export const OPEN = 0x28;
export const CLOSE = 0x29;
export const STAR = 0x2a;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;
export const EQUALS = 0x3d;
export const AT = 0x40;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
const UNDERSCORE = 0x5f;
const FIRST_BEYOND_ASCII = 0x80;
const LOWER_CASE_BIT = 0x20;

export function isBlank(code: number): boolean {
  return code === BLANK || code === TAB;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isAsciiLetter(code: number): boolean {
  const lower = code | LOWER_CASE_BIT;
  return lower >= 0x61 && lower <= 0x7a;
}

export function isHexDigit(code: number): boolean {
  const lower = code | LOWER_CASE_BIT;
  return isDigit(code) || (lower >= 0x61 && lower <= 0x66);
}

/** The first character of a name: `_` or a letter of any script. Takes a code point. */
export function isNameStart(code: number): boolean {
  if (code < FIRST_BEYOND_ASCII) return isAsciiLetter(code) || code === UNDERSCORE;
  return /[\p{L}\p{Nl}]/u.test(String.fromCodePoint(code));
}

/** Any further character of a name. Takes a code point. */
export function isNamePart(code: number): boolean {
  if (code < FIRST_BEYOND_ASCII) return isAsciiLetter(code) || isDigit(code) || code === UNDERSCORE;
  return /[\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]/u.test(String.fromCodePoint(code));
}

/** What may directly follow a literal. `nullable`, `trueName` and `INFo` are names because of this rule. */
export function isDelimiter(code: number): boolean {
  switch (code) {
    case END:
    case BLANK:
    case TAB:
    case COMMA:
    case CLOSE:
    case CLOSE_BRACKET:
    case CLOSE_BRACE:
    case SEMICOLON:
    case COLON:
      return true;
    default:
      return false;
  }
}
