/** The syntax tree of OData URL expressions and resource paths: what was written, before any name is bound to a model. */

/**
 * What a literal looks like. Numbers stay text until the type of the other operand is known, so that no digit of an
 * Int64 or Decimal is lost: `integer` has digits only, `decimal` has a fraction or an exponent, `double` is INF or NaN.
 */
export type LiteralType =
  | 'null'
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'string'
  | 'guid'
  | 'date'
  | 'timeOfDay'
  | 'dateTimeOffset'
  | 'duration'
  | 'binary'
  | 'enum'
  | 'geography'
  | 'geometry';

/**
 * A literal; `text` is its content without quotes, prefix or escapes (`null`, `true` and `false` in lower case).
 * `Sales.Pattern'Red,Blue'` is of type `enum` with `typeName` `Sales.Pattern` and text `Red,Blue`.
 */
export interface LiteralSyntax {
  readonly kind: 'literal';
  readonly type: LiteralType;
  readonly text: string;
  /** Only of an `enum`: its qualified type name. */
  readonly typeName?: string | undefined;
  readonly at: number;
}

/** A name, written `Name`, `Ns.Type`, `Items(1)`, `Ns.Function(p=1)` or `Ns.Function(p=1)(2)`. */
export interface NameSegment {
  readonly kind: 'name';
  /** With its dots where it is qualified: a type cast, or a bound function. */
  readonly name: string;
  /**
   * The key predicate. `Items(Id=1)` reads as a key, though only a model can tell it from a function's parameters;
   * with a qualified name, or with values that no key can have, named values are `parameters`.
   */
  readonly key?: KeyPredicateSyntax | undefined;
  /** Named parameters of a function call; empty for `Function()`. */
  readonly parameters?: readonly NamedValueSyntax[] | undefined;
  readonly at: number;
}

/** `@Ns.Term#Qualifier` inside a path; `name` is without the `@`. */
export interface AnnotationSegment {
  readonly kind: 'annotation';
  readonly name: string;
  readonly qualifier?: string | undefined;
  readonly at: number;
}

/** `$count`, in an expression or after a navigation property in `$expand`, where it may filter and search. */
export interface CountSegment {
  readonly kind: '$count';
  readonly filter?: Syntax | undefined;
  readonly search?: SearchSyntax | undefined;
  readonly at: number;
}

/** `$filter(predicate)` as a path segment (4.01), which a key predicate may follow. */
export interface FilterSegment {
  readonly kind: '$filter';
  readonly predicate: Syntax;
  readonly key?: KeyPredicateSyntax | undefined;
  readonly at: number;
}

/** One step of a path in an expression. `$it`, `$this`, `$root` and an alias only stand first. */
export type PathSegment =
  | NameSegment
  | AnnotationSegment
  | CountSegment
  | FilterSegment
  | { readonly kind: '$it' | '$this' | '$root'; readonly at: number }
  | { readonly kind: 'alias'; readonly name: string; readonly at: number };

/** `(1)` or `(OrderId=1,ItemId='a')`. Values are literals or aliases. */
export type KeyPredicateSyntax =
  | { readonly kind: 'single'; readonly value: Syntax; readonly at: number }
  | { readonly kind: 'named'; readonly values: readonly NamedValueSyntax[]; readonly at: number };

/** `Name=value`, in a key predicate or among the parameters of a function. */
export interface NamedValueSyntax {
  readonly name: string;
  readonly value: Syntax;
  readonly at: number;
}

/** `Name`, `Address/City`, `Ns.Type/Name`, `$it/Name`, `Items/$count`, `Price/@Ns.Term`. A lambda is its own node. */
export interface PathSyntax {
  readonly kind: 'path';
  readonly segments: readonly PathSegment[];
  readonly at: number;
}

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'has';

export interface ComparisonSyntax {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Syntax;
  readonly right: Syntax;
  readonly at: number;
}

/** `Name in ('a','b')` and `Name in ["a","b"]` have an array of items; `Name in Names` has the expression. */
export interface InSyntax {
  readonly kind: 'in';
  readonly operand: Syntax;
  readonly items: readonly Syntax[] | Syntax;
  readonly at: number;
}

/** A chain of two or more operands; `a and (b and c)` is one chain of three. */
export interface LogicalSyntax {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Syntax[];
  readonly at: number;
}

/** `not operand`, or `-operand` where the operand is no number literal. */
export interface UnarySyntax {
  readonly kind: 'not' | 'negate';
  readonly operand: Syntax;
  readonly at: number;
}

export type ArithmeticOperator = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod';

export interface ArithmeticSyntax {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Syntax;
  readonly right: Syntax;
  readonly at: number;
}

/** A call with positional arguments; the name of a canonical function is in lower case, any other as written. */
export interface CallSyntax {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Syntax[];
  readonly at: number;
}

/** `case(condition:result,…)` (4.01). */
export interface CaseSyntax {
  readonly kind: 'case';
  readonly branches: readonly { readonly condition: Syntax; readonly result: Syntax }[];
  readonly at: number;
}

/** `source/any(variable:predicate)`; `any()` has neither variable nor predicate, `all` always has both. */
export interface LambdaSyntax {
  readonly kind: 'lambda';
  readonly operator: 'any' | 'all';
  readonly source: PathSyntax;
  readonly variable?: string | undefined;
  readonly predicate?: Syntax | undefined;
  readonly at: number;
}

/** `@name`, without its `@`; its value is among the aliases of the query options. */
export interface AliasSyntax {
  readonly kind: 'alias';
  readonly name: string;
  readonly at: number;
}

/** A JSON array, `[1,'a',Name]`. */
export interface ListSyntax {
  readonly kind: 'list';
  readonly items: readonly Syntax[];
  readonly at: number;
}

/** A JSON object, `{"Name":'a'}`. */
export interface ObjectSyntax {
  readonly kind: 'object';
  readonly members: readonly NamedValueSyntax[];
  readonly at: number;
}

/** The type argument of `cast` and `isof`: `Edm.String`, `Collection(Edm.Guid)`, in 4.01 also without a namespace. */
export interface TypeNameSyntax {
  readonly kind: 'typeName';
  readonly name: string;
  readonly at: number;
}

/**
 * An expression. `at` is an offset in the decoded text of the option: where the node begins, and of an operator that
 * stands between operands, where the operator is.
 */
export type Syntax =
  | LiteralSyntax
  | PathSyntax
  | ComparisonSyntax
  | InSyntax
  | LogicalSyntax
  | UnarySyntax
  | ArithmeticSyntax
  | CallSyntax
  | CaseSyntax
  | LambdaSyntax
  | AliasSyntax
  | ListSyntax
  | ObjectSyntax
  | TypeNameSyntax;

/** `$search`: words and phrases. `incomplete` is the 4.01 form in apostrophes, free text that need not be balanced. */
export type SearchSyntax =
  | { readonly kind: 'term' | 'phrase' | 'incomplete'; readonly text: string; readonly at: number }
  | { readonly kind: 'not'; readonly operand: SearchSyntax; readonly at: number }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly SearchSyntax[]; readonly at: number };

/**
 * One segment of a resource path; `at` is an offset in the decoded segment. `key` is a key written as a segment
 * (`Accounts/1`) that cannot be a name; a key that could be one (`Accounts/A1`) is a `name`, for the model to tell.
 */
export type ResourceSegment =
  | NameSegment
  | FilterSegment
  | { readonly kind: 'key'; readonly text: string; readonly at: number }
  | { readonly kind: '$crossjoin'; readonly entitySets: readonly string[]; readonly at: number }
  | { readonly kind: ResourceKeyword; readonly at: number };

export type ResourceKeyword =
  '$count' | '$value' | '$ref' | '$metadata' | '$batch' | '$query' | '$all' | '$entity' | '$each';

/** A resource path relative to the service root; no segments at all means the service document. */
export interface ResourcePathSyntax {
  readonly segments: readonly ResourceSegment[];
}
