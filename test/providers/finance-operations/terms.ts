/** Short ways to write filter terms over CustomersV3 in tests. */
import type {
  ColumnReference,
  ComparisonOperator,
  Expression,
  Literal,
  Value,
} from '../../../src/provider-sdk/index';
import { declareEntity } from '../../../providers/finance-operations/declare-entity';
import { customersV3 } from './scripted-environment';

const declared = declareEntity(customersV3, { text: 'exact' });

export function column(name: string): ColumnReference {
  const type = declared.columns.find((each) => each.name === name)?.type;
  if (type === undefined) throw new Error(`CustomersV3 has no ${name} here`);
  return { kind: 'column', name, type };
}

function literal(name: string, value: Value): Literal {
  return { kind: 'literal', type: column(name).type, value };
}

export function compare(name: string, operator: ComparisonOperator, value: Value): Expression {
  return { kind: 'comparison', operator, left: column(name), right: literal(name, value) };
}

export function isIn(name: string, ...values: Value[]): Expression {
  return { kind: 'in', operand: column(name), items: values.map((value) => literal(name, value)) };
}

export function search(
  name: string,
  how: 'contains' | 'startswith' | 'endswith',
  needle: string,
): Expression {
  return { kind: 'call', function: how, type: 'Boolean', arguments: [column(name), literal(name, needle)] };
}

export function and(...operands: Expression[]): Expression {
  return { kind: 'and', operands };
}

export function or(...operands: Expression[]): Expression {
  return { kind: 'or', operands };
}
