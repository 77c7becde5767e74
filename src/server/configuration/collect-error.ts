/** Turns the errors of class-validator into faults with path and sentence, and sees to it that no value is in them. */
import type { ValidationError } from 'class-validator';
import type { FaultCollector, Path } from './fault';
import { isBuiltIn } from './rule-schema';
import type { RuleContext } from './rules';
import { type Rule, type SettingsClass, settingsOf } from './sections';

/** Class-validator's tree of errors, as faults with their paths; a faulty setting gets its default back. */
export function collectError(error: ValidationError, parent: Path, faults: FaultCollector): void {
  const { target, property, constraints, children = [] } = error;
  const path = [...parent, Array.isArray(target) ? Number(property) : property];
  if (constraints !== undefined) {
    faults.add(path, messageOf(error, constraints));
    if (target !== undefined && !Array.isArray(target)) restore(target, property);
  }
  for (const child of children) collectError(child, path, faults);
}

function messageOf(error: ValidationError, constraints: Readonly<Record<string, string>>): string {
  const { property, value, target } = error;
  if (value === undefined) return afterName(constraints['isDefined'] ?? 'is missing', property);
  // Decorators run from the bottom up: the last fault is that of the topmost one, which usually states the type.
  const [kind = '', message = 'is not right'] = Object.entries(constraints).at(-1) ?? [];
  const rules = target === undefined ? [] : settingsOf(target.constructor as SettingsClass).get(property);
  const isSafe = rules?.some((rule) => rule.name === kind && quotesNothing(rule)) === true;
  return afterName(isSafe ? message : withoutValue(message, value), property);
}

function quotesNothing(rule: Rule): boolean {
  const context = rule.context as RuleContext | undefined;
  return context?.quotesNothing === true || (isBuiltIn(rule) && rule.message === undefined);
}

/** The rest of a sentence that begins with the setting's name, which the path says already. */
function afterName(message: string, property: string): string {
  for (const [beginning, instead] of [
    [`${property} `, ''],
    [`each value in ${property} `, 'each value '],
  ] as const) {
    if (message.startsWith(beginning)) return instead + message.slice(beginning.length);
  }
  return message;
}

/** A provider's message may quote what it complains about (`$value`), and that may be a secret. */
function withoutValue(message: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') return message;
  // A short value is also part of innocent words, such as those that the message says are allowed.
  const isPartOfWord = (before: string, after: string): boolean => /\w$/.test(before) || /^\w/.test(after);
  return message
    .split(value)
    .reduce((before, after) =>
      value.length < 8 && isPartOfWord(before, after) ? before + value + after : `${before}***${after}`,
    );
}

function restore(target: object, property: string): void {
  const fresh: object = new (target.constructor as SettingsClass)();
  Object.assign(target, { [property]: (fresh as Record<string, unknown>)[property] });
}
