/** Each clause of a query parsed on its own, from decoded text. */

import type { ComputeSyntax, ExpandSyntax, OrderBySyntax, SelectSyntax } from './query-options-syntax';
import { readExpression } from './read-expression';
import { readCompute, readOrderBy } from './read-order-by';
import { readKeyPredicate } from './read-parentheses';
import { readSearch } from './read-search';
import { readExpand, readSelect } from './read-select-expand';
import { readCount } from './read-value';
import { readWhole } from './read-whole';
import { Scanner } from './scanner';
import { SyntaxBudget } from './syntax-budget';
import { defaultSyntaxLimits } from './syntax-limits';
import type { SyntaxLimits } from './syntax-limits';
import type { KeyPredicateSyntax, SearchSyntax, Syntax } from './syntax-tree';

export function parseFilter(text: string, limits?: SyntaxLimits): Syntax {
  return parseClause(text, '$filter', limits, readExpression);
}

export function parseOrderBy(text: string, limits?: SyntaxLimits): OrderBySyntax {
  return parseClause(text, '$orderby', limits, readOrderBy);
}

export function parseSelect(text: string, limits?: SyntaxLimits): SelectSyntax {
  return parseClause(text, '$select', limits, readSelect);
}

export function parseExpand(text: string, limits?: SyntaxLimits): ExpandSyntax {
  return parseClause(text, '$expand', limits, readExpand);
}

export function parseSearch(text: string, limits?: SyntaxLimits): SearchSyntax {
  return parseClause(text, '$search', limits, (scanner) => readSearch(scanner, 'top'));
}

export function parseCompute(text: string, limits?: SyntaxLimits): ComputeSyntax {
  return parseClause(text, '$compute', limits, readCompute);
}

/** The value of `$top` or `$skip`, named by `clause`. */
export function parseCount(text: string, clause: '$top' | '$skip'): number {
  return parseClause(text, clause, undefined, readCount);
}

/** `(1)` or `(OrderId=1,ItemId='a')`, with its parentheses. */
export function parseKeyPredicate(text: string, limits?: SyntaxLimits): KeyPredicateSyntax {
  return parseClause(text, 'key', limits, readKeyPredicate);
}

function parseClause<Result>(
  text: string,
  clause: string,
  limits: SyntaxLimits = defaultSyntaxLimits,
  read: (scanner: Scanner) => Result,
): Result {
  return readWhole(new Scanner(text, clause, new SyntaxBudget(limits)), read);
}
