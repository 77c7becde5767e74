/** How sections nest: what lies in a property of a settings class, for the reader and for the JSON Schema alike. */
import 'reflect-metadata';
import type { MetadataStorage as TransformerStorage } from 'class-transformer/types/MetadataStorage';
import { getMetadataStorage, ValidateBy } from 'class-validator';
import type { JsonSchema, RuleContext } from './rules';

export type SettingsClass<T extends object = object> = new () => T;

/** What a property holds, if it is more than one value. */
export type Nesting =
  | { readonly kind: 'section'; readonly type: SettingsClass; readonly discriminator?: Discriminator }
  | { readonly kind: 'list'; readonly type: SettingsClass; readonly discriminator?: Discriminator }
  /** A section, a list or a single value: the class cannot say, its own rules must. */
  | { readonly kind: 'perhaps'; readonly type: SettingsClass; readonly discriminator?: Discriminator }
  | ({ readonly kind: 'map' } & MapRules);

/** A section whose class depends on the word in one of its keys. */
export interface Discriminator {
  readonly property: string;
  readonly types: readonly { readonly name: string; readonly type: SettingsClass }[];
}

export interface MapRules {
  /** The class of each entry. */
  readonly type: SettingsClass;
  /** How the entries are named. */
  readonly names: { readonly pattern: RegExp; readonly message: string };
  /** What an entry may be instead of a section. */
  readonly shorthand?: {
    readonly accepts: (value: unknown) => boolean;
    readonly message: string;
    readonly schemas: readonly JsonSchema[];
  };
}

const mapRules = new WeakMap<object, Map<string, MapRules>>();

/** Marks a `Map` property: entries by name, each a section of the same class. */
export function MapOf(rules: MapRules): PropertyDecorator {
  return (prototype, property) => {
    const ofClass = mapRules.get(prototype) ?? new Map<string, MapRules>();
    mapRules.set(prototype, ofClass.set(String(property), rules));
    ValidateBy({ name: 'isMap', validator: { validate: (value) => value instanceof Map } })(
      prototype,
      property,
    );
  };
}

// class-transformer keeps what `@Type` says to itself; the package has had no release for years, and none is in sight.
const { defaultMetadataStorage } = require('class-transformer/cjs/storage') as {
  readonly defaultMetadataStorage: TransformerStorage;
};

/** What the property of a class holds; undefined for a single value or something free in form. */
export function nestingOf(type: SettingsClass, property: string): Nesting | undefined {
  const map = mapRules.get(type.prototype as object)?.get(property);
  if (map !== undefined) return { kind: 'map', ...map };
  const metadata = defaultMetadataStorage.findTypeMetadata(type, property) as
    ReturnType<TransformerStorage['findTypeMetadata']> | undefined;
  if (metadata === undefined) return undefined;
  const nested = metadata.typeFunction({ newObject: {}, object: {}, property }) as SettingsClass;
  const { discriminator } = metadata.options;
  if (discriminator === undefined && settingsOf(nested).size === 0) return undefined;
  const reflected: unknown = metadata.reflectedType;
  return {
    kind: reflected === Array ? 'list' : reflected === nested ? 'section' : 'perhaps',
    type: nested,
    ...(discriminator === undefined
      ? {}
      : {
          discriminator: {
            property: discriminator.property,
            types: discriminator.subTypes.map(({ name, value }) => ({ name, type: value as SettingsClass })),
          },
        }),
  };
}

export type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** The settings of a class, inherited ones included, with their rules; those nearest to the property come first. */
export function settingsOf(type: SettingsClass): ReadonlyMap<string, readonly Rule[]> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const settings = new Map<string, Rule[]>();
  for (const rule of rules)
    settings.set(rule.propertyName, [...(settings.get(rule.propertyName) ?? []), rule]);
  return settings;
}

/** Whether a setting must be there: neither optional nor needed only in some case. */
export function isRequired(rules: readonly Rule[]): boolean {
  const isSaid = rules.some(({ context }) => (context as RuleContext | undefined)?.required === true);
  return isSaid || !rules.some(({ type }) => type === 'conditionalValidation');
}
