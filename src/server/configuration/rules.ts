/** The rules for single settings: class-validator decorators that speak as one, and say the same to the JSON Schema. */
import { ValidateBy } from 'class-validator';
import { isRecord } from '../../provider-sdk/index';
import { durationPattern, parseDuration, parseSize, sizePattern } from './quantity';

/** A fragment of JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Stands beside the schema of whatever a text could be: `${NAME}` may become anything. */
export const fromEnvironment: JsonSchema = { $ref: '#/$defs/fromEnvironment' };

/** What a decorator may leave in the `context` of its class-validator metadata; a provider's own may do so too. */
export interface RuleContext {
  /** What the rule means in JSON Schema. */
  readonly schema?: JsonSchema;
  /** One sentence on the setting, for the schema. */
  readonly description?: string;
  /** The setting must be there, although a condition decides what else is asked of it. */
  readonly required?: boolean;
  /** Whether administrators may not see the setting; where no rule says so, its name decides. */
  readonly secret?: boolean;
  /** The rule's message never holds the value that it complains about. */
  readonly quotesNothing?: boolean;
}

/** A rule of its own; the message goes on from the setting's name: `must be …`. */
export function rule(
  name: string,
  isRight: (value: unknown) => boolean,
  message: string,
  schema: JsonSchema,
  secret?: boolean,
): PropertyDecorator {
  const context: RuleContext = {
    schema,
    quotesNothing: true,
    ...(secret === undefined ? {} : { secret }),
  };
  return ValidateBy(
    { name, validator: { validate: isRight, defaultMessage: () => message } },
    { context, message },
  );
}

/** Says what a setting is for. */
export function Described(description: string): PropertyDecorator {
  const context: RuleContext = { description };
  return ValidateBy({ name: 'described', validator: { validate: () => true } }, { context });
}

export const IsText = (): PropertyDecorator =>
  rule('isText', isText, 'must be text', { type: 'string', minLength: 1 });

export const IsOneOf = (...words: readonly string[]): PropertyDecorator =>
  rule(
    'isOneOf',
    (value) => typeof value === 'string' && words.includes(value),
    `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`,
    { enum: words },
  );

/** A list without duplicates, which may be empty. */
export const IsSubsetOf = (...words: readonly string[]): PropertyDecorator =>
  rule(
    'isSubsetOf',
    (value) => isDistinctList(value) && value.every((item) => words.includes(item)),
    `must be a list of some of ${words.join(', ')}, each once`,
    { type: 'array', items: { anyOf: [{ enum: words }, fromEnvironment] }, uniqueItems: true },
  );

/** Columns in order, none twice. */
export const IsColumnList = (): PropertyDecorator =>
  rule(
    'isColumnList',
    (value) => isDistinctList(value) && value.length > 0,
    'must be a list of columns, like [dataAreaId, CustomerAccount], each once',
    { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1, uniqueItems: true },
  );

/** Integers; the name is class-validator's own, so that a number from the environment is read as one. */
export const IsWholeNumber = (least: number, most: number): PropertyDecorator =>
  rule(
    'isInt',
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    `must be a whole number from ${least} to ${most}`,
    { type: 'integer', minimum: least, maximum: most },
  );

/** 0 asks for any free port. */
export const IsPort = (): PropertyDecorator => IsWholeNumber(0, 65_535);

export const IsDuration = (least: string, most: string): PropertyDecorator =>
  rule(
    'isDuration',
    (value) => isQuantity(value, parseDuration, least, most),
    `must be a duration like 25s, from ${least} to ${most} (units ms, s, m, h)`,
    { type: 'string', pattern: durationPattern.source },
  );

export const IsRedisUrl = (): PropertyDecorator =>
  rule(
    'isRedisUrl',
    (value) => typeof value === 'string' && /^rediss?:\/\/\S+$/.test(value) && URL.canParse(value),
    'must be an address like redis://localhost:6379',
    { type: 'string', pattern: '^(\\$\\{|rediss?://)' },
  );

/** Without parameters: what they would say has settings of its own. */
export const IsPostgresUrl = (): PropertyDecorator =>
  rule(
    'isPostgresUrl',
    (value) => typeof value === 'string' && isPostgresUrl(value),
    'must be an address like postgresql://db.example.com:5432/gateway, percent-encoded, without ? and #',
    { type: 'string', pattern: '^(\\$\\{|postgres(ql)?://)' },
  );

function isPostgresUrl(text: string): boolean {
  if (!/^postgres(?:ql)?:\/\/[^\s?#]+\/[^\s?#/]+$/.test(text)) return false;
  const url = URL.parse(text);
  return (
    url !== null && url.hostname !== '' && [url.username, url.password, url.pathname].every(isPercentEncoded)
  );
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** What PostgreSQL takes without quotes, so that an administrator may write it so. */
export const IsSchemaName = (): PropertyDecorator =>
  isMatch(
    'isSchemaName',
    /^[a-z_][a-z0-9_]{0,62}$/,
    'must be a name of small letters, digits and _, not beginning with a digit, at most 63',
  );

export const IsSize = (least: string, most: string): PropertyDecorator =>
  rule(
    'isSize',
    (value) => isQuantity(value, parseSize, least, most),
    `must be a size like 32KiB, from ${least} to ${most} (units B, KiB, MiB, GiB)`,
    { type: 'string', pattern: sizePattern.source },
  );

/** OData's rule for names (CSDL 4.01, 15.2 SimpleIdentifier). */
export const identifierPattern = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]{0,127}$/u;
export const identifierMessage =
  'must be an OData name: letters, digits and _, not beginning with a digit, at most 128';

export const IsIdentifier = (): PropertyDecorator =>
  isMatch('isIdentifier', identifierPattern, identifierMessage);

/** Identifiers joined by dots, but none of the words that CSDL keeps for itself (CSDL 4.01, 5.1 and 5.2). */
export const IsNamespace = (): PropertyDecorator =>
  rule(
    'isNamespace',
    (value) => isText(value) && value.length <= 511 && isNamespace(value),
    'must be an OData namespace like Contoso.Sales, and not Edm, odata, System or Transient',
    { type: 'string', minLength: 1, maxLength: 511, not: { enum: reservedNamespaces } },
  );

const reservedNamespaces = ['Edm', 'odata', 'System', 'Transient'];

function isNamespace(value: string): boolean {
  return (
    !reservedNamespaces.includes(value) && value.split('.').every((part) => identifierPattern.test(part))
  );
}

/** At least 16 characters: shorter keys can be guessed. Only visible ASCII passes through headers and URLs unchanged. */
export const IsSecret = (): PropertyDecorator =>
  isMatch(
    'isSecret',
    /^[\x21-\x7e]{16,1024}$/,
    'must be text of 16 to 1024 visible ASCII characters without blanks (in quotes if it is all digits)',
    true,
  );

/** Chosen elsewhere: how good it is was decided there. */
export const IsPassword = (): PropertyDecorator =>
  rule('isPassword', isText, 'must be text', { type: 'string', minLength: 1 }, true);

export const IsKeyId = (): PropertyDecorator =>
  isMatch('isKeyId', /^[\w.-]{1,64}$/, 'must be a name of letters, digits, ., _ and -, at most 64');

export const IsHeaderName = (): PropertyDecorator =>
  isMatch(
    'isHeaderName',
    /^[\w!#$%&'*+.^`|~-]{1,64}$/,
    'must be the name of a header, like x-api-key',
    false,
  );

const queryNamePattern = /^[\w.-]{1,64}$/;

/** Not `$top`, and not `top` either, because OData 4.01 knows its options without the `$` too. */
export const IsQueryName = (): PropertyDecorator =>
  rule(
    'isQueryName',
    (value) => isText(value) && queryNamePattern.test(value) && !isQueryOption(value),
    'must be the name of a query parameter, like code, and no query option of OData',
    { type: 'string', pattern: queryNamePattern.source },
  );

const queryOptions = new Set(
  'apply compute count deltatoken expand filter format id index levels orderby schemaversion search select skip skiptoken top'.split(
    ' ',
  ),
);

function isQueryOption(name: string): boolean {
  return queryOptions.has(name.toLowerCase());
}

export const IsPublicUrl = (): PropertyDecorator =>
  rule(
    'isPublicUrl',
    (value) => isText(value) && isPublicUrl(value),
    'must be an address like https://gateway.example.com, without user, query or fragment',
    { type: 'string', pattern: '^[Hh][Tt][Tt][Pp][Ss]?://' },
  );

export function isPublicUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || /[?#\s\\]/.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '';
}

export const IsSection = (): PropertyDecorator =>
  rule('isSection', isRecord, sectionMessage, { type: 'object' });

export const sectionMessage = 'must be a section of its own (lines of key: value)';

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The pattern must mean the same with the flag `u`, under which JSON Schema reads it. */
function isMatch(name: string, pattern: RegExp, message: string, secret?: boolean): PropertyDecorator {
  const isRight = (value: unknown): boolean => typeof value === 'string' && pattern.test(value);
  return rule(name, isRight, message, { type: 'string', pattern: pattern.source }, secret);
}

function isDistinctList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText) && new Set(value).size === value.length;
}

function isQuantity(value: unknown, parse: (text: string) => number, least: string, most: string): boolean {
  if (typeof value !== 'string') return false;
  const amount = parse(value);
  return amount >= parse(least) && amount <= parse(most);
}
