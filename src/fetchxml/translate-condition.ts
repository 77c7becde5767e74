/** Translates one condition of a view into a term of $filter, as Dataverse's client would write it (dataverse-client 2.3). */
import type { Property } from '../model/entity-set';
import { nearestNames } from '../model/suggest-name';
import type { LiteralSyntax, Syntax } from '../odata/syntax/syntax-tree';
import { conditionValue } from './condition-value';
import { elementError, shown } from './fetchxml-error';
import { findProperty } from './find-by-logical-name';
import { type OperatorRule, operatorRules } from './operators';
import { requiredName } from './read-attribute';
import { call, chainOf, compare, literal, not, nullLiteral } from './syntax-nodes';
import { readLikePattern } from './like-pattern';
import { translateTime } from './translate-time';
import type { Translating } from './translating';
import { childrenOf, type XmlElement } from './xml-element';

const NULL_NOTE =
  "Dataverse's own tables leave rows without a value out of 'not equal', OData's ne keeps them in: the view may show more rows.";

/** One condition, its property and the values that it gives. */
interface Condition {
  readonly element: XmlElement;
  readonly property: Property;
  readonly values: readonly string[];
  readonly translating: Translating;
}

/** @throws {RequestError} for anything that cannot be sent as it is meant */
export function translateCondition(element: XmlElement, translating: Translating): Syntax {
  const rule = findRule(element);
  if (rule.kind === 'refused') {
    const operator = requiredName(element, 'operator');
    throw elementError('UntranslatableFetchXml', element, `${operator}: ${rule.reason}.`);
  }
  const property = findProperty(element, 'attribute', translating);
  return translateRule(rule, { element, property, values: valuesOf(element), translating });
}

function findRule(element: XmlElement): OperatorRule {
  const operator = requiredName(element, 'operator');
  const rule = operatorRules.get(operator);
  if (rule !== undefined) return rule;
  const near = nearestNames(operator, [...operatorRules.keys()], 3).join(', ');
  const hint = operator === 'contains' ? "Write operator='like' with value='%text%'" : `The nearest: ${near}`;
  throw elementError('InvalidFetchXml', element, `FetchXML has no operator '${shown(operator)}'. ${hint}.`);
}

/** In the attribute `value`, or in elements of that name. */
function valuesOf(element: XmlElement): readonly string[] {
  const value = element.attributes.get('value');
  const values = childrenOf(element, 'value').map(({ text }) => text);
  if (value === undefined) return values;
  if (values.length === 0) return [value];
  throw elementError(
    'InvalidFetchXml',
    element,
    "give values by the attribute 'value' or by <value>, not both.",
  );
}

function translateRule(rule: Exclude<OperatorRule, { kind: 'refused' }>, condition: Condition): Syntax {
  const { property, translating } = condition;
  switch (rule.kind) {
    case 'comparison':
      return translateComparison(rule.operator, condition);
    case 'null':
      exactly(0, condition);
      return compare(property.name, rule.operator, nullLiteral);
    case 'list':
      return translateList(rule.negated, condition);
    case 'between':
      return translateBetween(rule.negated, condition);
    case 'pattern':
      return translatePattern(rule, condition);
    case 'time':
      return translateTime(rule.span, condition.values, property, {
        element: condition.element,
        translating,
      });
  }
}

function exactly(count: number, { element, values }: Pick<Condition, 'element' | 'values'>): void {
  if (values.length === count) return;
  const wanted = count === 0 ? 'no value' : count === 1 ? 'one value' : `${count} values`;
  throw elementError('InvalidFetchXml', element, `it takes ${wanted}, and has ${values.length}.`);
}

function literals({ values, property, element, translating }: Condition): readonly LiteralSyntax[] {
  return values.map((value) => conditionValue(value, property, element, translating));
}

function translateComparison(
  operator: Extract<OperatorRule, { kind: 'comparison' }>['operator'],
  condition: Condition,
): Syntax {
  const { property, translating } = condition;
  exactly(1, condition);
  if (operator === 'ne') translating.note(NULL_NOTE);
  else if (operator !== 'eq') mustBeOrdered(condition);
  const [value = nullLiteral] = literals(condition);
  return compare(property.name, operator, value);
}

/** As Dataverse has it: more and less are for numbers, dates and text. */
function mustBeOrdered({ property, element }: Condition): void {
  if (property.type !== 'Boolean' && property.type !== 'Guid' && property.type !== 'Enum') return;
  const message = `${property.name} is an Edm.${property.type}, of which none is greater than another. Use eq, ne or in.`;
  throw elementError('InvalidFetchXml', element, message);
}

/** The client knows no `in` (dataverse-client 2.3): a chain of equalities. */
function translateList(negated: boolean, condition: Condition): Syntax {
  const { property, element, translating } = condition;
  const operator = negated ? 'ne' : 'eq';
  const [first, ...further] = literals(condition).map((value) => compare(property.name, operator, value));
  if (first === undefined) throw elementError('InvalidFetchXml', element, 'it takes at least one <value>.');
  if (negated) translating.note(NULL_NOTE);
  if (property.kind === 'lookup') translating.note(lookupNote(property));
  return chainOf(negated ? 'and' : 'or', first, ...further);
}

/** PAD#4444: seen to fail, perhaps before anything is sent. */
function lookupNote({ name }: Property): string {
  return `Dataverse is known to fail on 'in' over a lookup column of a virtual table (${name}); the gateway would answer.`;
}

function translateBetween(negated: boolean, condition: Condition): Syntax {
  const { property } = condition;
  exactly(2, condition);
  mustBeOrdered(condition);
  const [low = nullLiteral, high = nullLiteral] = literals(condition);
  return negated
    ? chainOf('or', compare(property.name, 'lt', low), compare(property.name, 'gt', high))
    : chainOf('and', compare(property.name, 'ge', low), compare(property.name, 'le', high));
}

function translatePattern(rule: Extract<OperatorRule, { kind: 'pattern' }>, condition: Condition): Syntax {
  const { property, element, values } = condition;
  exactly(1, condition);
  if (property.type !== 'String') {
    const message = `${property.name} is an Edm.${property.type}, and only text matches a pattern. Use eq, gt, lt or between.`;
    throw elementError('InvalidFetchXml', element, message);
  }
  const term = matching(`${rule.before}${values[0] ?? ''}${rule.after}`, property.name, element);
  return rule.negated ? negation(term, condition) : term;
}

/** Of a pattern that is a comparison, the opposite one; `not` otherwise. */
function negation(term: Syntax, { translating }: Condition): Syntax {
  if (term.kind !== 'comparison') return not(term);
  const operator = term.operator === 'eq' ? 'ne' : 'eq';
  if (operator === 'ne') translating.note(NULL_NOTE);
  return { ...term, operator };
}

function matching(pattern: string, name: string, element: XmlElement): Syntax {
  const read = readLikePattern(pattern);
  switch (read.kind) {
    case 'anything':
      return compare(name, 'ne', nullLiteral);
    case 'equals':
      return compare(name, 'eq', literal('string', read.text));
    case 'startswith':
    case 'endswith':
    case 'contains':
      return call(read.kind, name, literal('string', read.text));
    case 'untranslatable': {
      const message =
        `OData has nothing for the wildcard ${read.wildcard} at this place in the pattern '${shown(pattern)}', only for % ` +
        `at its beginning and end. If the sign itself is meant, write [${read.wildcard}].`;
      throw elementError('UntranslatableFetchXml', element, message);
    }
  }
}
