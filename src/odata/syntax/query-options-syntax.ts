/** The shapes of parsed query options, at the top of a URL and nested in $select and $expand. */

import type { AnnotationSegment, CountSegment, SearchSyntax, Syntax } from './syntax-tree';

/** `$orderby=Name,Price desc`. */
export interface OrderBySyntax {
  readonly items: readonly OrderByItemSyntax[];
}

export interface OrderByItemSyntax {
  readonly expression: Syntax;
  readonly descending: boolean;
  readonly at: number;
}

/** `$compute=Price mul Quantity as Amount`. */
export interface ComputeSyntax {
  readonly items: readonly { readonly expression: Syntax; readonly name: string; readonly at: number }[];
}

/** A step of a path in `$select` or `$expand`: `Name`, `Ns.Type`, `@Ns.Term`, `*`, `Ns.*` or `$value`. */
export type SelectionSegment =
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'allOperations'; readonly namespace: string; readonly at: number }
  | { readonly kind: '*' | '$value'; readonly at: number }
  | AnnotationSegment;

export interface SelectSyntax {
  readonly items: readonly SelectItemSyntax[];
}

export interface SelectItemSyntax {
  readonly segments: readonly SelectionSegment[];
  /** The parameter names that tell overloads apart: `Ns.Function(Location,Kind)`. */
  readonly signature?: readonly string[] | undefined;
  /** `Addresses($filter=…;$top=5)`. */
  readonly options?: NestedOptionsSyntax | undefined;
  readonly at: number;
}

export interface ExpandSyntax {
  readonly items: readonly ExpandItemSyntax[];
}

export interface ExpandItemSyntax {
  readonly segments: readonly SelectionSegment[];
  /** `Items/$ref` (with `options`), or `Items/$count` (which holds its own filter and search). */
  readonly suffix?: { readonly kind: '$ref'; readonly at: number } | CountSegment | undefined;
  readonly options?: NestedOptionsSyntax | undefined;
  readonly at: number;
}

/** Options in parentheses after an item of `$select` or `$expand`; separated by `;`, each at most once. */
export interface NestedOptionsSyntax {
  readonly filter?: Syntax;
  readonly orderBy?: OrderBySyntax;
  readonly select?: SelectSyntax;
  readonly expand?: ExpandSyntax;
  readonly search?: SearchSyntax;
  readonly compute?: ComputeSyntax;
  readonly top?: number;
  readonly skip?: number;
  readonly count?: boolean;
  readonly levels?: number | 'max';
  readonly aliases: ReadonlyMap<string, Syntax>;
}

/** All query options of a request. An option that was not written is absent. */
export interface QueryOptionsSyntax {
  readonly filter?: Syntax;
  readonly orderBy?: OrderBySyntax;
  readonly select?: SelectSyntax;
  readonly expand?: ExpandSyntax;
  readonly search?: SearchSyntax;
  readonly compute?: ComputeSyntax;
  /** Raw text: the gateway does not aggregate, and refuses it by name. */
  readonly apply?: string;
  readonly top?: number;
  readonly skip?: number;
  readonly count?: boolean;
  readonly format?: string;
  readonly skipToken?: string;
  readonly deltaToken?: string;
  readonly index?: number;
  readonly id?: string;
  readonly schemaVersion?: string;
  /** Parameter aliases, `@name=expression`, by name without the `@`. */
  readonly aliases: ReadonlyMap<string, Syntax>;
  /** Options that OData leaves to services, such as `api-version=9.2`; decoded, in the order they came. */
  readonly customOptions: readonly CustomOption[];
}

export interface CustomOption {
  readonly name: string;
  readonly value: string;
}
