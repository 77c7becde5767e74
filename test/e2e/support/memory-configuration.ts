/** A configuration as somebody would write it who keeps a small table in YAML: every type, exact values, and awkward names. */
import { PUBLIC_URL } from './demo-configuration';

export const memoryConfiguration = `publicUrl: ${PUBLIC_URL}
connections:
  tables:
    provider: memory
    entities:
      Readings:
        key: [Code]
        columns:
          Code: String
          Note: { type: String, maxLength: 100 }
          Whole: Int32
          Big: Int64
          Exact: { type: Decimal, precision: 28, scale: 10 }
          Rough: Double
          Flag: Boolean
          Token: Guid
          Taken: DateTimeOffset
          Day: Date
          Clock: TimeOfDay
          Span: Duration
          Small: Int16
          Tiny: Byte
          Thin: Single
          State: { type: Enum, members: [Open, Closed, OnHold] }
          constructor: String
          toString: Int32
        rows:
          - Code: A-1
            Note: "O'Brien & Söhne – 100 % *"
            Whole: -2147483648
            Big: "9223372036854775807"
            Exact: "123456789012345678.1234567890"
            Rough: 0.1
            Flag: true
            Token: 0F8FAD5B-D9CB-469F-A165-70867728950E
            Taken: "2026-11-22T10:11:12.1234567Z"
            Day: "2026-02-28"
            Clock: "23:59:59.1234567"
            Span: PT1H30M
            Small: -32768
            Tiny: 255
            Thin: 1.5
            State: Closed
            constructor: built
            toString: 7
          - Code: a-1
            Big: "-9223372036854775808"
            Exact: "-0.0000000001"
            Rough: 1.5e+300
            Flag: false
            Taken: "0001-01-01T00:00:00Z"
            Day: "0001-01-01"
            State: Open
            constructor: null
            toString: null
          - Code: B-2
            Note: ""
            Whole: 0
            Big: "9007199254740993"
            Exact: "9007199254740993.0000000001"
            Rough: 2.5e-300
            Taken: "9999-12-31T23:59:59.9999999Z"
            Day: "9999-12-31"
            State: OnHold
            constructor: prototype
            toString: 0
          - Code: ß-3
            Note: "😀 Ελλάδα"
            Big: "9007199254740992"
            Exact: "9007199254740993.0000000000"
            Taken: "2026-11-22T11:11:12.1234568+01:00"
            constructor: null
            toString: -7
services:
  things:
    auth: none
    entitySets:
      Readings: { connection: tables, entity: Readings, key: { name: ReadingId, from: [Code] } }
  asTheyAre:
    auth: none
    profile: standard
    collation: ordinal
    namespace: As.They.Are
    entitySets:
      Readings: { connection: tables, entity: Readings, key: { name: ReadingId, from: [Code] } }
`;
