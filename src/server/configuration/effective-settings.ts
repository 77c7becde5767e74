/** The settings that are in effect, as administrators may see them: each with where it comes from, secrets hidden. */
import { isRecord } from '../../provider-sdk/index';
import { type Path, pathKey, pathText } from './fault';
import { HIDDEN, isHidden, saidSecret, shownValue } from './hide-secrets';
import { DEFAULT_DATA_FOLDER, environmentVariables, type Overrides } from './override-by-environment';
import type { SourceDocument } from './read-document';
import { descriptionOf } from './rule-schema';
import { type SettingsClass, settingsOf } from './sections';

export interface EffectiveSetting {
  readonly path: Path;
  readonly value: unknown;
  readonly origin: SettingOrigin;
  readonly description?: string;
}

export type SettingOrigin =
  | { readonly kind: 'default' }
  /** `substituted`: all or part of it is a `${NAME}` there. */
  | { readonly kind: 'file'; readonly line: number; readonly substituted: boolean }
  | { readonly kind: 'environment'; readonly variable: string };

/** What the configuration was made of. */
export interface SettingSources {
  readonly document: Pick<SourceDocument, 'placeOf' | 'isSubstituted'>;
  readonly overrides: Overrides;
  /** But for the connections. */
  readonly settings: object;
  readonly connections: readonly {
    readonly name: string;
    readonly provider: { readonly name: string };
    readonly configuration: object;
    /** What is not its provider's. */
    readonly settings: object;
  }[];
}

export function effectiveSettings(sources: SettingSources): readonly EffectiveSetting[] {
  const { document, overrides, settings, connections } = sources;
  const { connections: _read, ...ours } = settings as Readonly<Record<string, unknown>>;
  const placed = [
    ...leavesOf(ours, [], settingsOf(classOf(settings))),
    ...connections.flatMap(({ name, provider, configuration, settings: shared }) => [
      { path: ['connections', name, 'provider'], value: provider.name },
      ...leavesOf(configuration, ['connections', name]),
      ...leavesOf(shared, ['connections', name]),
    ]),
  ].map((leaf): EffectiveSetting => ({ ...leaf, origin: originOf(leaf, document) }));
  return [...overridden(placed, overrides), dataFolder(overrides)];
}

/** Sections within each other again, below a path. */
export function settingsBelow(
  settings: readonly EffectiveSetting[],
  path: Path,
): Readonly<Record<string, unknown>> {
  const below = settings.filter((setting) => path.every((part, index) => setting.path[index] === part));
  const names = [...new Set(below.map((setting) => setting.path[path.length] ?? ''))];
  return Object.fromEntries(
    names.map((name) => {
      const here = [...path, name];
      const itself = below.find((setting) => pathKey(setting.path) === pathKey(here));
      return [name, itself === undefined ? settingsBelow(below, here) : itself.value];
    }),
  );
}

type Leaf = Omit<EffectiveSetting, 'origin'>;
type RulesByName = ReturnType<typeof settingsOf>;

/** @param rules of the section's class; a section that is free in form has none */
function leavesOf(
  section: object,
  path: Path,
  rules: RulesByName = settingsOf(classOf(section)),
): readonly Leaf[] {
  const values = section as Readonly<Record<string, unknown>>;
  // In the order of the class: an instance has its defaults first.
  const names = new Set([...rules.keys(), ...Object.keys(section)]);
  return [...names].flatMap((name) => {
    const ofSetting = rules.get(name) ?? [];
    const here = [...path, name];
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return [];
    const leaves = isHidden(name, value, saidSecret(ofSetting))
      ? [{ path: here, value: HIDDEN }]
      : leavesIn(value, here);
    const description = descriptionOf(ofSetting);
    if (description === undefined) return leaves;
    return leaves.map((leaf) => (leaf.path === here ? { ...leaf, description } : leaf));
  });
}

function leavesIn(value: unknown, path: Path): readonly Leaf[] {
  // Whoever configures names the entries; that says nothing of what is in them.
  if (value instanceof Map) {
    return [...(value as ReadonlyMap<string, unknown>)].flatMap(([name, entry]) =>
      leavesIn(entry, [...path, name]),
    );
  }
  if (isRecord(value)) return leavesOf(value, path);
  if (Array.isArray(value) && value.some(hasClass)) {
    return value.flatMap((item, index) => leavesIn(item, [...path, index]));
  }
  return [{ path, value: shownValue(value) }];
}

function hasClass(item: unknown): boolean {
  return isRecord(item) && settingsOf(classOf(item)).size > 0;
}

/** Not the member of that name, which a section that is free in form may have. */
function classOf(section: object): SettingsClass {
  return (Object.getPrototypeOf(section) as { readonly constructor: SettingsClass }).constructor;
}

function originOf({ path, value }: Leaf, document: SettingSources['document']): SettingOrigin {
  const place = document.placeOf(path);
  if (place === undefined) return { kind: 'default' };
  const items = Array.isArray(value) ? value.map((_item, index) => [...path, index]) : [];
  return {
    kind: 'file',
    line: place.line,
    substituted: [path, ...items].some((part) => document.isSubstituted(part)),
  };
}

function overridden(
  settings: readonly EffectiveSetting[],
  { publicUrl, host, port, adminPort }: Overrides,
): readonly EffectiveSetting[] {
  const values = { VTG_PUBLIC_URL: publicUrl, VTG_HOST: host, VTG_PORT: port, VTG_ADMIN_PORT: adminPort };
  return Object.entries(values).reduce((result, [variable, value]) => {
    if (value === undefined) return result;
    const path = environmentVariables[variable as keyof typeof values];
    const known = result.find((setting) => pathText(setting.path) === path);
    const setting = {
      path: path.split('.'),
      ...known,
      value: shownValue(value),
      origin: { kind: 'environment' as const, variable },
    };
    return known === undefined
      ? [setting, ...result]
      : result.map((other) => (other === known ? setting : other));
  }, settings);
}

/** Has no place in the file: several instances may share one. */
function dataFolder({ dataFolder: value }: Overrides): EffectiveSetting {
  return {
    path: ['dataFolder'],
    value,
    origin:
      value === DEFAULT_DATA_FOLDER ? { kind: 'default' } : { kind: 'environment', variable: 'VTG_DATA_DIR' },
    description: environmentVariables.VTG_DATA_DIR,
  };
}
