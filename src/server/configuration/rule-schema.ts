/** What the decorators of class-validator mean in JSON Schema, as far as it can say so. */
import type { JsonSchema, RuleContext } from './rules';
import type { Rule } from './sections';

/** All rules of a setting at once; those of each item of a list under `items`. */
export function schemaOfRules(
  rules: readonly Rule[],
  itemSchema: (schema: JsonSchema) => JsonSchema = (schema) => schema,
): JsonSchema {
  const own = rules.filter(({ each }) => !each).map(schemaOfRule);
  const ofItems = rules.filter(({ each, type }) => each && type !== 'nestedValidation').map(schemaOfRule);
  const items: JsonSchema = Object.assign({}, ...ofItems);
  const schema: JsonSchema = Object.assign({}, ...own);
  return ofItems.length === 0 ? schema : { ...schema, type: 'array', items: itemSchema(items) };
}

/** What `Described` says of a setting. */
export function descriptionOf(rules: readonly Rule[]): string | undefined {
  return rules.map((rule) => (rule.context as RuleContext | undefined)?.description).find(Boolean);
}

/** The fragment for one rule; `{}` for one that JSON Schema has no words for. */
function schemaOfRule(rule: Rule): JsonSchema {
  const { schema } = (rule.context ?? {}) as RuleContext;
  if (schema !== undefined) return schema;
  const translate = translations[rule.name ?? ''];
  return translate === undefined ? {} : translate((rule.constraints as readonly unknown[] | undefined) ?? []);
}

/** Whether a rule is one of class-validator's own, whose message, unless another is given, names no value. */
export function isBuiltIn(rule: Rule): boolean {
  return rule.name !== undefined && Object.hasOwn(translations, rule.name);
}

const translations: Readonly<Record<string, (constraints: readonly unknown[]) => JsonSchema>> = {
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => ({ type: 'object' }),
  isArray: () => ({ type: 'array' }),
  isIn: ([words]) => ({ enum: words }),
  equals: ([only]) => ({ const: only }),
  isEnum: ([members]) => ({ enum: Object.values(members as object) }),
  isPositive: () => ({ exclusiveMinimum: 0 }),
  min: ([minimum]) => ({ minimum }),
  max: ([maximum]) => ({ maximum }),
  isNotEmpty: () => ({ minLength: 1 }),
  minLength: ([minLength]) => ({ minLength }),
  maxLength: ([maxLength]) => ({ maxLength }),
  isLength: ([minLength, maxLength]) => ({ minLength, ...(maxLength === undefined ? {} : { maxLength }) }),
  matches: ([pattern]) => (isPortable(pattern) ? { type: 'string', pattern: pattern.source } : {}),
  arrayMinSize: ([minItems]) => ({ type: 'array', minItems }),
  arrayMaxSize: ([maxItems]) => ({ type: 'array', maxItems }),
  arrayNotEmpty: () => ({ type: 'array', minItems: 1 }),
  arrayUnique: () => ({ type: 'array', uniqueItems: true }),
};

/** JSON Schema has no flags, and reads every pattern as JavaScript does with the flag `u`. */
function isPortable(pattern: unknown): pattern is RegExp {
  if (!(pattern instanceof RegExp) || (pattern.flags !== '' && pattern.flags !== 'u')) return false;
  try {
    return new RegExp(pattern.source, 'u').source !== '';
  } catch {
    return false;
  }
}
