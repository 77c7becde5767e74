/** A small filter language for the endpoint under test, written apart from the client so that neither copies the other. */

export type Cell = string | number | boolean | null;
export type TinyRow = Readonly<Record<string, Cell>>;
export type TinyTypes = Readonly<Record<string, string>>;

/** What a deliberately broken endpoint gets wrong while it filters. */
export interface FilterFaults {
  readonly flatPrecedence?: boolean;
  readonly wildcardsMean?: 'anything';
  readonly nullMatchesNothing?: boolean;
  readonly ignoresNot?: boolean;
}

export class TinyRefusal extends Error {
  constructor(
    readonly status: 400 | 501,
    message: string,
  ) {
    super(message);
  }
}

type Evaluate = (row: TinyRow) => Cell;
interface Term {
  readonly type: string;
  readonly evaluate: Evaluate;
  /** The same for every row. */
  readonly isConstant?: true;
}

const tokenPattern =
  /\s*(?:('(?:[^']|'')*')|(\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|-?\d+(?:\.\d+)?(?![\w.])|[A-Za-z_][\w.]*)|([(),]))/y;

/** Compiles a decoded filter into a predicate. */
export function compileTinyFilter(
  text: string,
  types: TinyTypes,
  faults: FilterFaults = {},
): (row: TinyRow) => boolean {
  const tokens = tokenise(text);
  const term = new TinyParser(tokens, types, faults).parse();
  if (term.type !== 'Edm.Boolean') throw new TinyRefusal(400, 'the filter is no condition');
  return (row) => term.evaluate(row) === true;
}

function tokenise(text: string): string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.trimEnd().length) {
    const match = tokenPattern.exec(text);
    if (match === null) throw new TinyRefusal(400, 'the filter holds a word that means nothing');
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

class TinyParser {
  #at = 0;

  constructor(
    readonly tokens: readonly string[],
    readonly types: TinyTypes,
    readonly faults: FilterFaults,
  ) {}

  parse(): Term {
    const term = this.#or();
    if (this.#at < this.tokens.length) throw new TinyRefusal(400, `unexpected ${this.#peek()}`);
    return term;
  }

  #peek(): string {
    return this.tokens[this.#at] ?? '';
  }

  #take(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new TinyRefusal(400, `expected ${token} before '${this.#peek()}'`);
  }

  #or(): Term {
    let left = this.#and();
    for (;;) {
      if (this.#take('or')) left = connect(left, this.#and(), true);
      else if (this.faults.flatPrecedence && this.#take('and')) left = connect(left, this.#not(), false);
      else return left;
    }
  }

  #and(): Term {
    let left = this.#not();
    while (!this.faults.flatPrecedence && this.#take('and')) left = connect(left, this.#not(), false);
    return left;
  }

  #not(): Term {
    if (!this.#take('not')) return this.#comparison();
    const operand = this.#not();
    requireTruth(operand);
    if (this.faults.ignoresNot) return operand;
    return truth((row) => {
      const value = operand.evaluate(row);
      return value === null ? null : value !== true;
    });
  }

  #comparison(): Term {
    const left = this.#operand();
    const operator = this.#peek();
    if (operator === 'in') return this.#membership(left);
    if (!['eq', 'ne', 'gt', 'ge', 'lt', 'le'].includes(operator)) return left;
    this.#at += 1;
    return compare(operator, left, this.#operand(), this.faults);
  }

  #membership(left: Term): Term {
    this.#expect('in');
    const items = this.#arguments();
    return items.map((item) => compare('eq', left, item, this.faults)).reduce((a, b) => connect(a, b, true));
  }

  #arguments(): Term[] {
    this.#expect('(');
    const terms = [this.#or()];
    while (this.#take(',')) terms.push(this.#or());
    this.#expect(')');
    return terms;
  }

  #operand(): Term {
    if (this.#peek() === '(') {
      this.#at += 1;
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    const token = this.#peek();
    this.#at += 1;
    if (this.#peek() === '(') return this.#call(token);
    if (['add', 'sub', 'mul', 'div', 'mod', 'has'].includes(this.#peek())) {
      throw new TinyRefusal(501, `${this.#peek()} is not supported`);
    }
    return atom(token, this.types);
  }

  #call(name: string): Term {
    if (!['contains', 'startswith', 'endswith', 'tolower', 'length'].includes(name)) {
      throw new TinyRefusal(501, `${name} is not supported`);
    }
    const [subject, sought] = this.#arguments();
    if (subject?.type !== 'Edm.String') throw new TinyRefusal(400, `${name} takes text`);
    const read = (row: TinyRow): string | null => subject.evaluate(row) as string | null;
    if (name === 'length') return { type: 'Edm.Int32', evaluate: (row) => read(row)?.length ?? null };
    if (name === 'tolower')
      return { type: 'Edm.String', evaluate: (row) => read(row)?.toLowerCase() ?? null };
    if (sought?.type !== 'Edm.String') throw new TinyRefusal(400, `${name} takes two texts`);
    return truth((row) => this.#search(name, read(row), sought.evaluate(row)));
  }

  #search(name: string, subject: string | null, sought: Cell): Cell {
    if (subject === null || typeof sought !== 'string') return null;
    const [text, part] = [subject.toLowerCase(), sought.toLowerCase()];
    if (this.faults.wildcardsMean && part === '*') return true;
    if (name === 'contains') return text.includes(part);
    return name === 'startswith' ? text.startsWith(part) : text.endsWith(part);
  }
}

function atom(token: string, types: TinyTypes): Term {
  const constant = (type: string, value: Cell): Term => ({ type, evaluate: () => value, isConstant: true });
  if (token.startsWith("'")) return constant('Edm.String', token.slice(1, -1).replaceAll("''", "'"));
  if (token === 'null') return constant('null', null);
  if (token === 'true' || token === 'false') return constant('Edm.Boolean', token === 'true');
  if (/^-?\d+(\.\d+)?$/.test(token)) return constant('number', Number(token));
  if (/^\d{4}-\d\d-\d\dT/.test(token)) return constant('Edm.DateTimeOffset', token);
  if (/^[0-9a-fA-F]{8}-/.test(token)) return constant('Edm.Guid', token.toLowerCase());
  const type = types[token];
  if (type === undefined) throw new TinyRefusal(400, `'${token}' is no column`);
  return { type, evaluate: (row) => row[token] ?? null };
}

function compare(operator: string, left: Term, right: Term, faults: FilterFaults): Term {
  if (family(left.type) !== family(right.type) && left.type !== 'null' && right.type !== 'null') {
    throw new TinyRefusal(400, `${left.type} can't be compared with ${right.type}`);
  }
  const [leftOf, rightOf] = [comparableOf(left), comparableOf(right)];
  const holds = outcomes[operator] ?? ((): boolean => false);
  return truth((row) => {
    const a = leftOf(row);
    const b = rightOf(row);
    if (a === null || b === null) {
      if (operator === 'eq') return a === b;
      return operator === 'ne' && !faults.nullMatchesNothing && a !== b;
    }
    return holds(a < b ? -1 : Number(a > b));
  });
}

const outcomes: Readonly<Record<string, (difference: number) => boolean>> = {
  eq: (difference) => difference === 0,
  ne: (difference) => difference !== 0,
  gt: (difference) => difference > 0,
  ge: (difference) => difference >= 0,
  lt: (difference) => difference < 0,
  le: (difference) => difference <= 0,
};

type Comparable = string | number | null;

/** Constants are made comparable once: a list of Guids is compared with every row. */
function comparableOf(term: Term): (row: TinyRow) => Comparable {
  if (term.isConstant !== true) return (row) => comparable(term.type, term.evaluate(row));
  const constant = comparable(term.type, term.evaluate({}));
  return () => constant;
}

function comparable(type: string, value: Cell): Comparable {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return type === 'Edm.DateTimeOffset' ? Date.parse(value) : value.toLowerCase();
}

function family(type: string): string {
  return ['Edm.Int32', 'Edm.Decimal', 'number'].includes(type) ? 'number' : type;
}

function connect(left: Term, right: Term, decisive: boolean): Term {
  requireTruth(left);
  requireTruth(right);
  return truth((row) => {
    const first = left.evaluate(row);
    if (first === decisive) return decisive;
    const second = right.evaluate(row);
    if (second === decisive) return decisive;
    return first === null || second === null ? null : !decisive;
  });
}

function requireTruth(term: Term): void {
  if (term.type !== 'Edm.Boolean') throw new TinyRefusal(400, 'a condition is missing');
}

function truth(evaluate: Evaluate): Term {
  return { type: 'Edm.Boolean', evaluate };
}
