/** Turns a section of the document into an instance of its settings class, and finds every fault in it. */
import { validateSync } from 'class-validator';
import { isRecord } from '../../provider-sdk/index';
import { collectError } from './collect-error';
import type { FaultCollector, Path } from './fault';
import type { SourceDocument } from './read-document';
import { sectionMessage } from './rules';
import {
  type Discriminator,
  isRequired,
  type Nesting,
  nestingOf,
  type Rule,
  type SettingsClass,
  settingsOf,
} from './sections';
import { suggestName } from '../../model/suggest-name';

/** What a class becomes while there may be faults: a required setting that is faulty or missing is not there. */
export type Tentative<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

export interface ReadingContext {
  readonly document: Pick<SourceDocument, 'isSubstituted'>;
  readonly faults: FaultCollector;
}

/**
 * An instance of the class, with a default or nothing in the place of each faulty setting; undefined if there is no
 * section to read. Whatever is wrong goes to the collector.
 *
 * @param alsoKnown keys of the section that somebody else reads
 */
export function readSettings<T extends object>(
  type: SettingsClass<T>,
  value: unknown,
  path: Path,
  context: ReadingContext,
  alsoKnown: readonly string[] = [],
): Tentative<T> | undefined {
  if (!isRecord(value)) {
    context.faults.add(path, value === null ? emptyMessage : sectionMessage);
    return undefined;
  }
  const instance = instantiate(type, value, path, context, alsoKnown);
  const errors = validateSync(instance, { forbidUnknownValues: false });
  for (const error of errors) collectError(error, path, context.faults);
  return instance;
}

export const emptyMessage = 'is empty: give it a value, or leave the line out';

function instantiate<T extends object>(
  type: SettingsClass<T>,
  section: Readonly<Record<string, unknown>>,
  path: Path,
  context: ReadingContext,
  alsoKnown: readonly string[] = [],
): T {
  const instance = new type();
  const settings = settingsOf(type);
  for (const [name, value] of Object.entries(section)) {
    const here = [...path, name];
    if (!settings.has(name)) {
      if (alsoKnown.includes(name)) continue;
      context.faults.add(here, `is not known here${suggestName(name, [...settings.keys(), ...alsoKnown])}`);
    } else if (value === null) {
      context.faults.add(here, emptyMessage);
    } else {
      const read = readValue(type, name, value, here, context);
      if (read !== undefined) Object.assign(instance, { [name]: read });
    }
  }
  for (const [name, rules] of settings) checkPresence(name, rules, instance, path, context.faults);
  return instance;
}

/** Class-validator lets a nested section that is not there pass; where `IsDefined` has more to say, it may. */
function checkPresence(
  name: string,
  rules: readonly Rule[],
  instance: object,
  path: Path,
  faults: FaultCollector,
): void {
  if ((instance as Record<string, unknown>)[name] !== undefined || !isRequired(rules)) return;
  const types = rules.map(({ type }) => type);
  if (types.includes('nestedValidation') && !types.includes('isDefined'))
    faults.add([...path, name], 'is missing');
}

function readValue(
  type: SettingsClass,
  name: string,
  value: unknown,
  path: Path,
  context: ReadingContext,
): unknown {
  const nesting = nestingOf(type, name);
  if (nesting === undefined) return readScalar(type, name, value, path, context);
  switch (nesting.kind) {
    case 'map':
      return readMap(nesting, value, path, context);
    case 'list':
      return readList(nesting, value, path, context);
    case 'section':
      return readNested(nesting, value, path, context);
    case 'perhaps':
      if (Array.isArray(value)) return readList(nesting, value, path, context);
      return isRecord(value) ? readNested(nesting, value, path, context) : value;
  }
}

/** A number or a flag that comes from the environment comes as text. */
function readScalar(
  type: SettingsClass,
  name: string,
  value: unknown,
  path: Path,
  context: ReadingContext,
): unknown {
  // What is wrong with an item was said; that the list is therefore wrong is no news.
  if (Array.isArray(value) && value.includes(undefined)) context.faults.settle(path);
  if (typeof value !== 'string' || !context.document.isSubstituted(path)) return value;
  const names = new Set(
    settingsOf(type)
      .get(name)
      ?.map((rule) => rule.name),
  );
  const isNumber = names.has('isInt') || names.has('isNumber');
  if (isNumber && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value)) return Number(value);
  if (names.has('isBoolean') && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

function readMap(
  { type, names, shorthand }: Extract<Nesting, { kind: 'map' }>,
  value: unknown,
  path: Path,
  context: ReadingContext,
): Map<string, unknown> | undefined {
  const { faults } = context;
  if (!isRecord(value)) return faulty(path, sectionMessage, faults);
  const entries = new Map<string, unknown>();
  for (const [name, entry] of Object.entries(value)) {
    const here = [...path, name];
    if (!names.pattern.test(name)) faults.add(here, names.message);
    if (shorthand?.accepts(entry) === true) entries.set(name, entry);
    else if (shorthand !== undefined && !isRecord(entry)) faults.add(here, shorthand.message);
    else {
      const read = readSettings(type, entry, here, context);
      if (read !== undefined) entries.set(name, read);
    }
  }
  return entries;
}

type Nested = Exclude<Nesting, { kind: 'map' }>;

function readList(nesting: Nested, value: unknown, path: Path, context: ReadingContext): unknown {
  if (!Array.isArray(value)) return faulty(path, 'must be a list (lines that begin with -)', context.faults);
  const items = value.map((item, index) => readNested(nesting, item, [...path, index], context));
  return items.every((item) => item !== undefined) ? items : settled(path, context.faults);
}

function readNested(
  { type, discriminator }: Nested,
  value: unknown,
  path: Path,
  context: ReadingContext,
): unknown {
  const { faults } = context;
  if (!isRecord(value)) return faulty(path, value === null ? emptyMessage : sectionMessage, faults);
  if (discriminator === undefined) return instantiate(type, value, path, context);
  const chosen = choose(discriminator, value);
  if (chosen === undefined) {
    const words = discriminator.types.map(({ name }) => name).join(', ');
    faults.add([...path, discriminator.property], `must be one of ${words}`);
    return settled(path, faults);
  }
  return instantiate(chosen, value, path, context, [discriminator.property]);
}

function choose({ property, types }: Discriminator, section: object): SettingsClass | undefined {
  const word: unknown = Object.hasOwn(section, property)
    ? (section as Record<string, unknown>)[property]
    : undefined;
  return types.find(({ name }) => name === word)?.type;
}

function faulty(path: Path, message: string, faults: FaultCollector): undefined {
  faults.add(path, message);
}

function settled(path: Path, faults: FaultCollector): undefined {
  faults.settle(path);
}
