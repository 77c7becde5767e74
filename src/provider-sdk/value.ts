/** What a row holds: the JSON-friendly values that travel between a source and the gateway, one form per type. */

/**
 * The type of a column, named as in OData's `Edm` (CSDL 4.01, 3.3), plus `Enum`.
 *
 * | type | value in a row |
 * |---|---|
 * | `Boolean` | `true`, `false` |
 * | `SByte` `Byte` `Int16` `Int32` | an integral `number` |
 * | `Single` `Double` | a `number` (`NaN` and infinities included) |
 * | `Int64` `Decimal` | an {@link ExactNumber} |
 * | `String` | a `string` |
 * | `Guid` | 36 characters, lower case |
 * | `Date` | `2026-01-31` |
 * | `TimeOfDay` | `08:30:00`, up to seven fractional digits without trailing zeros |
 * | `DateTimeOffset` | `2026-01-31T08:30:00.1234567Z`: always UTC with `Z`, fraction without trailing zeros |
 * | `Duration` | ISO 8601, `P1DT2H3M4.5S` |
 * | `Enum` | the member's name; several names of a flags enum joined by `,` |
 *
 * Any column that is not declared `nullable: false` may hold `null`.
 */
export type ColumnType = (typeof columnTypes)[number];

/** Every {@link ColumnType}. */
export const columnTypes = [
  'Boolean',
  'SByte',
  'Byte',
  'Int16',
  'Int32',
  'Int64',
  'Single',
  'Double',
  'Decimal',
  'String',
  'Guid',
  'Date',
  'TimeOfDay',
  'DateTimeOffset',
  'Duration',
  'Enum',
] as const;

/**
 * An Int64 or Decimal that loses no digit: a `number` where the text has at most 15 significant digits (a double
 * gives those back unchanged), otherwise plain decimal text without exponent, sign `+` or needless zeros.
 *
 * @example 1500.5, '9223372036854775807', '123456789012.123456'
 */
export type ExactNumber = number | string;

/** A value in a row or a literal in an expression. */
export type Value = string | number | boolean | null;

/**
 * One row as the source gives it, by column name. The gateway reads only the columns it asked for; more may be there.
 * A column that is absent is an {@link UpstreamContract} fault, not a null.
 */
export type Row = Readonly<Record<string, Value>>;

/** A source key: the values of the declared key columns, in their declared order, none of them null. */
export type Key = readonly (string | number | boolean)[];
