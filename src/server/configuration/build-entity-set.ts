/** Completes an entity set out of its settings and its template, and checks what they say of other parts of the file. */
import type { PropertyDefinition } from '../../model/definition';
import type { EntitySetTemplate, PropertyTemplate, Provider } from '../../provider-sdk/index';
import type { CacheConfiguration, EntitySetConfiguration } from './configuration';
import type { CacheSettings, EntitySetSettings, PropertySettings } from './entity-set-settings';
import type { FaultCollector, Path } from './fault';
import { parseDuration } from './quantity';
import type { Tentative } from './read-settings';
import { suggestName } from '../../model/suggest-name';
import { typeNameOf } from './type-name';

export interface EntitySetContext {
  readonly name: string;
  readonly path: Path;
  readonly connections: KnownConnections;
  /** All entity sets of the service. */
  readonly siblings: ReadonlyMap<string, Tentative<EntitySetSettings>>;
  readonly faults: FaultCollector;
}

/** The provider of each connection, undefined where it is in doubt; undefined as a whole if there is no such section. */
export type KnownConnections = ReadonlyMap<string, Provider | undefined> | undefined;

type Settings = Tentative<EntitySetSettings>;
type Properties = ReadonlyMap<string, string | false | PropertySettings>;

/** The entity set; undefined if something that it needs is faulty or missing. */
export function buildEntitySet(
  settings: Settings,
  context: EntitySetContext,
): EntitySetConfiguration | undefined {
  const { name } = context;
  const template = findTemplate(settings, context);
  if (template === 'unknown') return undefined;
  const entity = settings.entity ?? template?.entity;
  if (entity === undefined) {
    context.faults.add(
      [...context.path, 'entity'],
      'is missing: name the entity of the source, or a template',
    );
  }
  const key = buildKey(settings, template, context);
  const properties = buildProperties(settings.properties, template, context);
  if (key !== undefined) checkKeyName(key.name, properties, context);
  if (entity === undefined || key === undefined || settings.connection === undefined) return undefined;
  const description = settings.description ?? template?.description;
  return {
    name,
    typeName: settings.typeName ?? typeNameOf(name),
    connection: settings.connection,
    entity,
    key,
    write: settings.write ?? [],
    requireIfMatch: settings.requireIfMatch ?? false,
    ...(description === undefined ? {} : { description }),
    ...(properties === undefined ? {} : { properties }),
    ...(settings.cache === undefined ? {} : { cache: buildCache(settings.cache) }),
  };
}

/** `unknown`: there should be one, but which cannot be told, so nothing more can be said of the entity set. */
function findTemplate(
  settings: Settings,
  { path, connections, faults }: EntitySetContext,
): EntitySetTemplate | 'unknown' | undefined {
  const { connection, template } = settings;
  if (connection !== undefined && connections?.has(connection) === false) {
    faults.add(
      [...path, 'connection'],
      `names no connection${suggestName(connection, [...connections.keys()])}`,
    );
  }
  const provider = connection === undefined ? undefined : connections?.get(connection);
  if (template === undefined) return undefined;
  if (provider === undefined) return 'unknown';
  const templates = provider.templates ?? {};
  if (Object.hasOwn(templates, template)) return templates[template];
  const known = suggestName(template, Object.keys(templates));
  faults.add([...path, 'template'], `names no template of the provider ${provider.name}${known}`);
  return 'unknown';
}

function buildKey(
  { key }: Settings,
  template: EntitySetTemplate | undefined,
  { path, faults }: EntitySetContext,
): EntitySetConfiguration['key'] | undefined {
  const name = key?.name ?? template?.key.name;
  const from = key?.from ?? template?.key.from;
  if (key === undefined && template === undefined) {
    faults.add(
      [...path, 'key'],
      'is missing: give its public name and its columns, like { name: CustomerId, from: [CustomerAccount] }',
    );
  } else {
    if (name === undefined) faults.add([...path, 'key', 'name'], 'is missing');
    if (from === undefined) faults.add([...path, 'key', 'from'], 'is missing');
  }
  return name === undefined || from === undefined ? undefined : { name, from };
}

function buildProperties(
  own: Properties | undefined,
  template: EntitySetTemplate | undefined,
  context: EntitySetContext,
): PropertyDefinition[] | undefined {
  if (own === undefined && template === undefined) return undefined;
  const { path, faults } = context;
  const inherited = new Map(Object.entries(template?.properties ?? {}));
  const all = new Map<string, PropertyTemplate | false | PropertySettings>([...inherited, ...(own ?? [])]);
  const properties: PropertyDefinition[] = [];
  for (const [name, property] of all) {
    const here = [...path, 'properties', name];
    if (property === false) {
      if (!inherited.has(name)) {
        faults.add(
          here,
          `is false, which leaves a property of the template out, but there is none of that name${suggestName(name, [...inherited.keys()])}`,
        );
      }
      continue;
    }
    const built = buildProperty(name, property, { ...context, here, isInherited: own?.has(name) !== true });
    if (built !== undefined) properties.push(built);
  }
  return properties;
}

interface PropertyContext extends EntitySetContext {
  readonly here: Path;
  readonly isInherited: boolean;
}

function buildProperty(
  name: string,
  property: PropertyTemplate | PropertySettings,
  context: PropertyContext,
): PropertyDefinition | undefined {
  if (typeof property === 'string') return { kind: 'column', name, column: property };
  const { column, lookup, from, description } = property as Tentative<PropertySettings>;
  const described = description === undefined ? {} : { description };
  if (lookup === undefined) {
    if (from !== undefined)
      context.faults.add(
        [...context.here, 'from'],
        'belongs to a lookup: say which entity set it points into with lookup',
      );
    if (column !== undefined) return { kind: 'column', name, column, ...described };
    context.faults.add(context.here, 'needs a column or a lookup');
    return undefined;
  }
  if (column !== undefined)
    context.faults.add(
      [...context.here, 'column'],
      'cannot stand beside lookup: a lookup is made of the columns in from',
    );
  if (from === undefined)
    context.faults.add(
      [...context.here, 'from'],
      'is missing: a lookup needs the columns that hold the other key',
    );
  const target = findTarget(lookup, from, context);
  return target === undefined || from === undefined
    ? undefined
    : { kind: 'lookup', name, target, from, ...described };
}

/** The entity set that a lookup points into. A lookup of a template names a template, whose set may have any name. */
function findTarget(
  lookup: string,
  from: readonly string[] | undefined,
  context: PropertyContext,
): string | undefined {
  const { siblings, here, faults, isInherited } = context;
  const target = isInherited ? setOfTemplate(lookup, context) : lookup;
  const sibling = target === undefined ? undefined : siblings.get(target);
  if (target === undefined || sibling === undefined) {
    const advice = isInherited
      ? `comes with the template and points into ${lookup}, which is no entity set of this service: add that, or write "${here.at(-1)}: false"`
      : `points into no entity set of this service${suggestName(lookup, [...siblings.keys()])}`;
    faults.add(isInherited ? here : [...here, 'lookup'], advice);
    return undefined;
  }
  const key = sibling.key?.from;
  if (key !== undefined && from !== undefined && key.length !== from.length) {
    const columns = key.length === 1 ? '1 column' : `${key.length} columns`;
    faults.add(
      [...here, 'from'],
      `must hold ${columns}, as many as the key of ${target} has (${key.join(', ')})`,
    );
  }
  return target;
}

function setOfTemplate(template: string, { siblings, name }: EntitySetContext): string | undefined {
  const connection = siblings.get(name)?.connection;
  const isMeant = (sibling: Settings | undefined): boolean =>
    sibling?.template === template && sibling.connection === connection;
  if (isMeant(siblings.get(template))) return template;
  return [...siblings].find(([, sibling]) => isMeant(sibling))?.[0];
}

function checkKeyName(
  name: string,
  properties: readonly PropertyDefinition[] | undefined,
  { path, faults }: EntitySetContext,
): void {
  if (properties?.some((property) => property.name === name) === true) {
    faults.add([...path, 'properties', name], 'has the name of the key');
  }
}

function buildCache({
  ttl,
  staleWhileRevalidate,
  staleIfError,
  negativeTtl,
  complete,
  sizeClass,
}: CacheSettings): CacheConfiguration {
  return {
    ttl: parseDuration(ttl),
    staleWhileRevalidate: parseDuration(staleWhileRevalidate),
    staleIfError: parseDuration(staleIfError),
    negativeTtl: parseDuration(negativeTtl),
    complete,
    sizeClass,
  };
}
