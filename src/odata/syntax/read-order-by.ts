/** $orderby and $compute: lists of expressions, each with a word or two after it. */

import { readExpression } from './read-expression';
import { readSeparated } from './read-parentheses';
import type { ComputeSyntax, OrderByItemSyntax, OrderBySyntax } from './query-options-syntax';
import type { Scanner } from './scanner';
import { limitExceeded } from './syntax-error';

/** `Name,Price desc`. */
export function readOrderBy(scanner: Scanner): OrderBySyntax {
  const { limits } = scanner.budget;
  let count = 0;
  const items = readSeparated(scanner, () => {
    count++;
    if (count > limits.orderByItems) {
      throw limitExceeded(scanner.clause, scanner.position, 'orderByItems', limits);
    }
    return readOrderByItem(scanner);
  });
  return { items };
}

function readOrderByItem(scanner: Scanner): OrderByItemSyntax {
  const at = scanner.position;
  const expression = readExpression(scanner);
  return { expression, descending: acceptDirection(scanner) === 'desc', at };
}

function acceptDirection(scanner: Scanner): 'asc' | 'desc' | undefined {
  const start = scanner.position;
  scanner.skipBlanks();
  if (scanner.position > start && scanner.atName()) {
    const at = scanner.position;
    const word = scanner.readIdentifier().toLowerCase();
    if (word === 'asc' || word === 'desc') return word;
    throw scanner.unexpected("asc, desc, an operator or ','", at);
  }
  scanner.position = start;
  return undefined;
}

/** `Price mul Quantity as Amount`. */
export function readCompute(scanner: Scanner): ComputeSyntax {
  return { items: readSeparated(scanner, () => readComputeItem(scanner)) };
}

function readComputeItem(scanner: Scanner): ComputeSyntax['items'][number] {
  const at = scanner.position;
  const expression = readExpression(scanner);
  scanner.skipBlanks();
  if (!scanner.acceptWord('as')) throw scanner.unexpected("an operator, or 'as' and a name");
  scanner.skipBlanks();
  return { expression, name: scanner.readIdentifier(), at };
}
