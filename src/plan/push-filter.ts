/** Decides term by term what of a filter the source takes: the part it gets is never narrower than the filter. */
import type { RowExpression } from '../model/expression';
import type {
  Collation,
  ColumnDeclaration,
  ColumnReference,
  Connection,
  EntityDeclaration,
  Expression,
  Faithfulness,
  FilterOperator,
  TermOpinion,
} from '../provider-sdk/index';
import type { ReasonCode } from './read-plan';

/** The source as the planner sees it. */
export interface PlannedSource {
  readonly declaration: EntityDeclaration;
  readonly columns: ReadonlyMap<string, ColumnDeclaration>;
  readonly collation: Collation;
  /** The connection's own opinions. */
  readonly connection: Pick<Connection, 'plan' | 'planSort' | 'getMany'>;
}

/** What becomes of an expression. Without `remote` the source gets nothing of it. */
export interface Pushed {
  readonly remote?: Expression;
  /** The source's answer to `remote` is the answer to the whole expression. */
  readonly exact: boolean;
  readonly why?: Why;
}

export interface Why {
  readonly reason: ReasonCode;
  readonly explanation: string;
  readonly hint?: string;
}

export function pushFilter(expression: RowExpression, source: PlannedSource): Pushed {
  switch (expression.kind) {
    case 'and':
      return pushConjunction(expression.operands, source);
    case 'or':
      return pushDisjunction(expression.operands, source);
    case 'not':
      return pushNegation(expression.operand, source);
    case 'comparison':
    case 'in':
    case 'call':
    case 'column':
    case 'property':
    case 'literal':
    case 'arithmetic':
    case 'negate':
      return pushTerm(expression, source);
  }
}

function pushConjunction(operands: readonly RowExpression[], source: PlannedSource): Pushed {
  const pushed = operands.map((operand) => pushFilter(operand, source));
  const remotes = pushed.flatMap(({ remote }) => (remote === undefined ? [] : [remote]));
  const remote = joinAll('and', remotes);
  const why = pushed.find((part) => part.why !== undefined)?.why;
  return {
    exact: pushed.every(({ exact }) => exact),
    ...(remote === undefined ? {} : { remote }),
    ...(why === undefined ? {} : { why }),
  };
}

/** One branch that the source cannot take would lose rows if the others were sent without it. */
function pushDisjunction(operands: readonly RowExpression[], source: PlannedSource): Pushed {
  if (source.declaration.capabilities.filter?.or !== true) {
    return refuse('NotDeclared', 'the source takes no or', 'filter on one alternative at a time');
  }
  const pushed = operands.map((operand) => pushFilter(operand, source));
  const blocked = pushed.find(({ remote }) => remote === undefined);
  if (blocked !== undefined) {
    const branch = blocked.why === undefined ? '' : `: ${blocked.why.explanation}`;
    return refuse('BranchNotPushed', `a branch of the or stays with the gateway${branch}`, blocked.why?.hint);
  }
  const remote = joinAll(
    'or',
    pushed.flatMap((part) => (part.remote === undefined ? [] : [part.remote])),
  );
  const why = pushed.find((part) => part.why !== undefined)?.why;
  return {
    exact: pushed.every(({ exact }) => exact),
    ...(remote === undefined ? {} : { remote }),
    ...(why === undefined ? {} : { why }),
  };
}

const WITHOUT_NOT = 'ask for what is wanted instead of what is not';

/** The negation of a superset would lose rows. */
function pushNegation(operand: RowExpression, source: PlannedSource): Pushed {
  const { filter } = source.declaration.capabilities;
  if (filter?.not !== true) return refuse('NotDeclared', 'the source takes no not', WITHOUT_NOT);
  const pushed = pushFilter(operand, source);
  if (pushed.remote === undefined) return pushed;
  if (!pushed.exact) {
    const explanation = 'the source takes this only approximately, so not its negation';
    return refuse('SourceIsSuperset', explanation, WITHOUT_NOT);
  }
  return { remote: { kind: 'not', operand: pushed.remote }, exact: true };
}

function pushTerm(expression: RowExpression, source: PlannedSource): Pushed {
  if (mentionsProperty(expression)) {
    return refuse(
      'ComputedProperty',
      'the gateway computes a Guid or an option value here',
      'compare it with constants by eq or in',
    );
  }
  // Without property references it is an expression over columns.
  const remote = expression as Expression;
  const taken = declaredFaithfulness(remote, source);
  if (typeof taken === 'object') return { exact: false, why: taken };
  const collated = respectCollation(remote, taken, source);
  if (typeof collated === 'object') return { exact: false, why: collated };
  return hearConnection(remote, collated, source);
}

function declaredFaithfulness(term: Expression, { columns, declaration }: PlannedSource): Faithfulness | Why {
  const shape = shapeOf(term);
  if (shape === undefined) {
    return because(
      'NotATerm',
      'this is no comparison of one column with constants',
      'compare a plain column with a value',
    );
  }
  const most = declaration.capabilities.filter?.maxListItems;
  if (term.kind === 'in' && most !== undefined && term.items.length > most) {
    return because(
      'TooMany',
      `the source takes lists of at most ${most} values`,
      'ask for fewer values at once',
    );
  }
  const column = columns.get(shape.column.name);
  const faithfulness = column?.filter?.[shape.operator];
  if (faithfulness !== undefined) return faithfulness;
  const explanation = `the source does not take ${shape.operator} on ${shape.column.name}`;
  return because('NotDeclared', explanation, instead(column));
}

function instead(column: ColumnDeclaration | undefined): string {
  const taken = Object.keys(column?.filter ?? {}).filter((operator) => operator !== 'null');
  if (taken.length === 0) return 'filter on another column as well, so that fewer rows are read';
  return `compare it by ${taken.join(', ')}`;
}

/** Whether equality with a column narrows down what the source gives, as far as its declaration tells. */
export function takesEquality(
  { type, filter }: ColumnDeclaration,
  { declaration, collation }: Pick<PlannedSource, 'declaration' | 'collation'>,
): boolean {
  const loses = (declaration.collation ?? 'ordinal') === 'ordinal' && collation !== 'ordinal';
  return filter?.eq !== undefined && !(type === 'String' && loses);
}

interface TermShape {
  readonly column: ColumnReference;
  readonly operator: FilterOperator;
}

/** Column and operator of a term, undefined for anything else. */
export function shapeOf(term: Expression): TermShape | undefined {
  switch (term.kind) {
    case 'comparison': {
      if (term.left.kind !== 'column' || term.right.kind !== 'literal') return undefined;
      return { column: term.left, operator: term.right.value === null ? 'null' : term.operator };
    }
    case 'in':
      return term.operand.kind === 'column' ? { column: term.operand, operator: 'in' } : undefined;
    case 'call': {
      const [column, needle] = term.arguments;
      if (column?.kind !== 'column' || needle?.kind !== 'literal' || needle.value === null) return undefined;
      const { function: name } = term;
      return name === 'contains' || name === 'startswith' || name === 'endswith'
        ? { column, operator: name }
        : undefined;
    }
    case 'column':
    case 'literal':
    case 'and':
    case 'or':
    case 'not':
    case 'arithmetic':
    case 'negate':
      return undefined;
  }
}

/**
 * A source without case gives a superset of what equality with case means, and nothing useful for order; a source with
 * case would lose rows where the service has none.
 */
function respectCollation(
  term: Expression,
  taken: Faithfulness,
  { declaration, collation }: PlannedSource,
): Faithfulness | Why {
  const own = declaration.collation ?? 'ordinal';
  if (own === 'any' || own === collation || !comparesText(term)) return taken;
  const widens = new Set<FilterOperator | undefined>(['eq', 'in', 'contains', 'startswith', 'endswith']);
  if (own === 'ignoreCase' && widens.has(shapeOf(term)?.operator)) return 'superset';
  return because(
    'OtherCollation',
    own === 'ordinal'
      ? 'the source compares text with case, the service without'
      : 'the source compares text without case, the service with',
    `collation: ${own} for the service lets the source do it`,
  );
}

function comparesText(expression: Expression): boolean {
  switch (expression.kind) {
    case 'column':
      return expression.type === 'String';
    case 'literal':
      return false;
    case 'comparison':
      return (
        shapeOf(expression)?.operator !== 'null' &&
        (comparesText(expression.left) || comparesText(expression.right))
      );
    case 'arithmetic':
      return comparesText(expression.left) || comparesText(expression.right);
    case 'in':
    case 'not':
    case 'negate':
      return comparesText(expression.operand);
    case 'and':
    case 'or':
      return expression.operands.some(comparesText);
    case 'call':
      return expression.arguments.some(comparesText);
  }
}

function hearConnection(
  remote: Expression,
  taken: Faithfulness,
  { declaration, connection }: PlannedSource,
): Pushed {
  const opinion: TermOpinion | undefined = connection.plan?.(declaration.name, remote);
  if (typeof opinion === 'object') return refuse('RefusedByConnection', opinion.refused, opinion.hint);
  if (opinion !== 'superset' && taken === 'exact') return { remote, exact: true };
  return {
    remote,
    exact: false,
    why: because('SourceIsSuperset', 'the source may give more rows than this term allows'),
  };
}

function mentionsProperty(expression: RowExpression): boolean {
  switch (expression.kind) {
    case 'property':
      return true;
    case 'column':
    case 'literal':
      return false;
    case 'and':
    case 'or':
      return expression.operands.some(mentionsProperty);
    case 'not':
    case 'negate':
    case 'in':
      return mentionsProperty(expression.operand);
    case 'comparison':
    case 'arithmetic':
      return mentionsProperty(expression.left) || mentionsProperty(expression.right);
    case 'call':
      return expression.arguments.some(mentionsProperty);
  }
}

export function joinAll(kind: 'and' | 'or', operands: readonly Expression[]): Expression | undefined {
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  return flat.length > 1 ? { kind, operands: flat } : flat[0];
}

function because(reason: ReasonCode, explanation: string, hint?: string): Why {
  return { reason, explanation, ...(hint === undefined ? {} : { hint }) };
}

function refuse(reason: ReasonCode, explanation: string, hint?: string): Pushed {
  return { exact: false, why: because(reason, explanation, hint) };
}
