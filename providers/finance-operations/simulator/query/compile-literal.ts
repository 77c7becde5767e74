/** Reads the literals of a filter as values. */
import { invalidQuery } from '../http/answer';
import { decimal } from '../rows/cell';
import type { TextRules } from '../rows/collation';
import type { NumberOperand, Operand } from './operand';
import type { LiteralKind } from './parse-filter';

const LARGEST_INT32 = 2_147_483_647n;
const LARGEST_INT64 = 9_223_372_036_854_775_807n;

export function literalOperand(type: LiteralKind, text: string, rules: TextRules): Operand {
  switch (type) {
    case 'text':
      return constantText(text, rules);
    case 'number':
      return numberLiteral(text);
    case 'instant': {
      const instant = parseInstant(text);
      return { family: 'instant', origin: 'constant', read: () => instant };
    }
    case 'date':
      return { family: 'date', origin: 'constant' };
    case 'guid': {
      const guid = text.toLowerCase();
      return { family: 'guid', origin: 'constant', read: () => guid };
    }
  }
}

function constantText(text: string, rules: TextRules): Operand {
  const folded = rules.fold(text);
  return { family: 'text', origin: 'constant', read: () => text, readFolded: () => folded };
}

function numberLiteral(text: string): NumberOperand {
  const plain = /[eE]/.test(text) ? Number(text).toFixed(6) : text;
  const millionths = decimal(plain);
  const [whole = '0', fraction = ''] = plain.split('.');
  const exact = {
    family: 'number',
    origin: 'constant',
    edmType: numberType(plain),
    read: () => millionths,
  } as const;
  if (fraction.length <= 6) return exact;
  return { ...exact, finer: { scale: 10n ** BigInt(fraction.length - 6), value: BigInt(whole + fraction) } };
}

function numberType(text: string): string {
  if (text.includes('.')) return 'Edm.Decimal';
  const size = BigInt(text.replace('-', ''));
  if (size <= LARGEST_INT32) return 'Edm.Int32';
  return size <= LARGEST_INT64 ? 'Edm.Int64' : 'Edm.Decimal';
}

/** Milliseconds since 1970. Rows hold whole seconds, so that anything finer only has to lie between them. */
export function parseInstant(text: string): number {
  const match = /^(.+T\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const [, minute = '', second = '00', fraction = '', zone = 'Z'] = match ?? [];
  const whole = Date.parse(`${minute}:${second}${zone}`);
  if (Number.isNaN(whole)) throw invalidQuery(`Unrecognized 'Edm.DateTimeOffset' literal '${text}'.`);
  return /[1-9]/.test(fraction) ? whole + 0.5 : whole;
}
