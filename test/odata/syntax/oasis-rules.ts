/** Which rule of the OASIS ABNF is fed to which entry point of the parser, and which rules are no part of a URL. */

import { decodeComponent } from '../../../src/odata/syntax/decode-component';
import { parseFilter, parseKeyPredicate, parseSearch } from '../../../src/odata/syntax/parse-clause';
import { parseSystemQueryOptions } from '../../../src/odata/syntax/parse-query-options';
import { parseResourcePath } from '../../../src/odata/syntax/parse-resource-path';
import { splitRequestTarget } from '../../../src/odata/syntax/split-request-target';
import { ODataSyntaxError } from '../../../src/odata/syntax/syntax-error';
import type { LiteralType } from '../../../src/odata/syntax/syntax-tree';

/** Throws an ODataSyntaxError where the input does not match the rule. */
type Entry = (input: string) => void;

/** Rules that no request target holds, each with what it is instead. */
export const EXCLUDED_RULES: Readonly<Record<string, string>> = {
  booleanValue: 'a value in a payload; in a URL the rule is boolean',
  primitiveValue: 'a value in a payload; in a URL the rule is primitiveLiteral',
  context: 'a context URL, which the service writes and never receives',
  header: 'HTTP header',
  prefer: 'HTTP header Prefer',
  preference: 'HTTP header Prefer',
  includeAnnotationsPreference: 'HTTP header Prefer',
  maxpagesizePreference: 'HTTP header Prefer',
  'request-id': 'an identifier inside a batch body',
};

const expression: Entry = (input) => void parseFilter(decodeComponent(input, '$filter'));

function refuse(problem: string): never {
  throw new ODataSyntaxError('InvalidSyntax', 'rule', 0, problem);
}

/** One literal of one of these types, as text that is already decoded. */
function value(...types: LiteralType[]): Entry {
  return (text) => {
    const key = parseKeyPredicate(`(${text})`);
    if (key.kind !== 'single' || key.value.kind !== 'literal' || !types.includes(key.value.type)) {
      refuse(`expected ${types.join(' or ')}`);
    }
  };
}

/** The same, percent-encoded as in a URL. */
function encoded(...types: LiteralType[]): Entry {
  const read = value(...types);
  return (input) => read(decodeComponent(input, 'key'));
}

const relative: Entry = (input) => {
  const target = splitRequestTarget(input);
  parseResourcePath(target.segments);
  parseSystemQueryOptions(target.options);
};

const resourcePath: Entry = (input) => {
  const target = splitRequestTarget(input);
  if (target.options.length > 0) refuse('expected a path only');
  parseResourcePath(target.segments);
};

const queryOptions: Entry = (input) => {
  const { options } = splitRequestTarget(`?${input}`);
  parseSystemQueryOptions(options);
};

const oneOption: Entry = (input) => {
  const { options } = splitRequestTarget(`?${input}`);
  if (options.length !== 1) refuse('expected one option');
  parseSystemQueryOptions(options);
};

/** A URI as the client writes it. Nothing in it says where the service root ends, so any folder may be it. */
const absolute: Entry = (input) => {
  const target = /^https?:\/\/(?:\[[0-9A-Fa-f:.v]+\]|[^/:?#[\]]+)(?::\d+)?(\/.*)$/.exec(input)?.[1];
  if (target === undefined) refuse('expected an http or https URI');
  const { path, segments, options } = splitRequestTarget(target);
  parseSystemQueryOptions(options);
  const isServiceRoot = path.endsWith('/');
  if (!isServiceRoot && !segments.some((_, root) => parses(segments.slice(root)))) {
    refuse('expected a service root and a path');
  }
};

function parses(segments: readonly string[]): boolean {
  try {
    parseResourcePath(segments);
    return true;
  } catch (error) {
    if (error instanceof ODataSyntaxError) return false;
    throw error;
  }
}

const identifier: Entry = (input) => {
  const [segment, ...others] = parseResourcePath([input]).segments;
  if (others.length > 0 || segment?.kind !== 'name' || segment.name !== input) refuse('expected a name');
};

const shape = (type: 'geography' | 'geometry'): Entry => encoded(type);

export const ENTRIES: Readonly<Record<string, Entry>> = {
  odataUri: absolute,
  odataRelativeUri: relative,
  resourcePath,
  queryOptions,
  systemQueryOption: oneOption,
  customQueryOption: oneOption,
  compute: oneOption,
  deltatoken: oneOption,
  expand: oneOption,
  filter: oneOption,
  orderBy: oneOption,
  orderby: oneOption,
  search: oneOption,
  select: oneOption,
  skiptoken: oneOption,
  boolCommonExpr: expression,
  boolcommonExpr: expression,
  commonExpr: expression,
  firstMemberExpr: expression,
  isofExpr: expression,
  notExpr: expression,
  propertyPathExpr: expression,
  anyExpr: (input) => expression(`Items/${input}`),
  functionParameter: (input) => expression(`Ns.Function(${input})`),
  searchExpr: (input) => void parseSearch(decodeComponent(input, '$search')),
  stringInUrl: (input) => expression(`[${input}]`),
  entitySetName: identifier,
  odataIdentifier: identifier,
  binaryLiteral: encoded('binary'),
  boolean: encoded('boolean'),
  byteValue: value('integer'),
  date: encoded('date'),
  dateTimeOffsetLiteral: encoded('dateTimeOffset'),
  dateTimeOffsetValue: value('dateTimeOffset'),
  dateTimeOffsetValueInUrl: encoded('dateTimeOffset'),
  dateValue: value('date'),
  decimalLiteral: encoded('integer', 'decimal', 'double'),
  decimalValue: value('integer', 'decimal', 'double'),
  doubleLiteral: encoded('integer', 'decimal', 'double'),
  doubleValue: value('integer', 'decimal', 'double'),
  durationLiteral: encoded('duration', 'string'),
  durationValue: (text) => value('duration')(`duration'${text}'`),
  enumLiteral: encoded('enum', 'string'),
  enumValue: (text) => value('enum')(`Ns.Type'${text}'`),
  geographyCollection: shape('geography'),
  geographyLineString: shape('geography'),
  geographyMultiLineString: shape('geography'),
  geographyMultiPoint: shape('geography'),
  geographyMultiPolygon: shape('geography'),
  geographyPoint: shape('geography'),
  geographyPolygon: shape('geography'),
  geometryCollection: shape('geometry'),
  geometryLineString: shape('geometry'),
  geometryMultiLineString: shape('geometry'),
  geometryMultiPoint: shape('geometry'),
  geometryMultiPolygon: shape('geometry'),
  geometryPoint: shape('geometry'),
  geometryPolygon: shape('geometry'),
  guid: encoded('guid'),
  int16Literal: encoded('integer'),
  int16Value: value('integer'),
  int32Literal: encoded('integer'),
  int32Value: value('integer'),
  int64Literal: encoded('integer'),
  int64Value: value('integer'),
  null: encoded('null'),
  primitiveLiteral: encoded('integer', 'decimal', 'string'),
  sbyteLiteral: encoded('integer'),
  sbyteValue: value('integer'),
  singleLiteral: encoded('integer', 'decimal', 'double'),
  singleValue: value('integer', 'decimal', 'double'),
  stringLiteral: encoded('string'),
  timeOfDayLiteral: encoded('timeOfDay'),
  timeOfDayValue: value('timeOfDay'),
};
