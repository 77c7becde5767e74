/** How much a request may ask of the parser. */

/** Each is the largest value that passes. */
export interface SyntaxLimits {
  /** Characters of one decoded query option or path segment. */
  readonly optionLength: number;
  /** Parentheses, functions, `not`, lists and nested options, counted together; also the length of operator chains. */
  readonly nesting: number;
  /** Nodes of all expressions of a request. */
  readonly nodes: number;
  readonly inItems: number;
  readonly identifierLength: number;
  readonly orderByItems: number;
  readonly selectItems: number;
  readonly expandItems: number;
  readonly expandDepth: number;
  readonly lambdaDepth: number;
}

/** Roomy enough for a page of 1,000 ids in `or` (3,001 nodes), which is what other clients of lookups write. */
export const defaultSyntaxLimits: SyntaxLimits = {
  optionLength: 32_768,
  nesting: 100,
  nodes: 5_000,
  inItems: 2_000,
  identifierLength: 128,
  orderByItems: 8,
  selectItems: 500,
  expandItems: 10,
  expandDepth: 2,
  lambdaDepth: 2,
};
