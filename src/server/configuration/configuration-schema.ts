/** Writes the JSON Schema of the configuration out of the rules of its classes, for editors that complete and check as one types. */
import type { Provider } from '../../provider-sdk/index';
import { ConnectionSettings } from './breaker-settings';
import { connectionNames, GatewaySettings } from './gateway-settings';
import { fromEnvironment, type JsonSchema } from './rules';
import { descriptionOf, schemaOfRules } from './rule-schema';
import {
  isRequired,
  type MapRules,
  type Nesting,
  nestingOf,
  type Rule,
  type SettingsClass,
  settingsOf,
} from './sections';

/**
 * JSON Schema (draft 2020-12) of `gateway.yaml` with these providers. It refuses nothing that the gateway takes; what only
 * the gateway can tell, such as whether a lookup points anywhere, it lets pass.
 */
export function configurationSchema(providers: readonly Provider[]): JsonSchema {
  const writer = new SchemaWriter();
  const root = writer.sectionSchema(GatewaySettings);
  const properties = root['properties'] as Readonly<Record<string, JsonSchema>>;
  const connections = { ...properties['connections'], ...writer.connectionsSchema(providers) };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of the virtual table gateway',
    ...root,
    properties: { ...properties, connections },
    $defs: writer.definitions,
  };
}

class SchemaWriter {
  private readonly names = new Map<SettingsClass, string>();
  readonly definitions: Record<string, JsonSchema> = {
    fromEnvironment: {
      description: 'A text that takes ${NAME} from the environment',
      type: 'string',
      pattern: '\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}',
    },
  };

  connectionsSchema(providers: readonly Provider[]): JsonSchema {
    const shared = this.sectionSchema(ConnectionSettings)['properties'] as Readonly<
      Record<string, JsonSchema>
    >;
    return {
      type: 'object',
      propertyNames: { pattern: connectionNames.pattern.source },
      additionalProperties: {
        type: 'object',
        properties: {
          provider: { description: 'Kind of the external system.', enum: providers.map(({ name }) => name) },
        },
        required: ['provider'],
        allOf: providers.map(({ name, configuration }) =>
          this.whenChosen('provider', name, configuration, shared),
        ),
      },
    };
  }

  /** A section with its settings; `also` are keys that decide which class it is, `shared` are settings of every class. */
  sectionSchema(
    type: SettingsClass,
    also: Readonly<Record<string, JsonSchema>> = {},
    shared: Readonly<Record<string, JsonSchema>> = {},
  ): JsonSchema {
    const defaults = new type() as Readonly<Record<string, unknown>>;
    const properties: Record<string, JsonSchema> = { ...also, ...shared };
    const required = Object.keys(also);
    for (const [name, rules] of settingsOf(type)) {
      if (Object.hasOwn(also, name)) continue;
      Object.defineProperty(properties, name, {
        value: this.settingSchema(type, name, rules, defaults[name]),
        enumerable: true,
        configurable: true,
      });
      if (isRequired(rules) && defaults[name] === undefined) required.push(name);
    }
    return {
      type: 'object',
      properties,
      additionalProperties: false,
      ...(required.length === 0 ? {} : { required }),
    };
  }

  private settingSchema(
    type: SettingsClass,
    name: string,
    rules: readonly Rule[],
    standard: unknown,
  ): JsonSchema {
    const nesting = nestingOf(type, name);
    const schema = nesting === undefined ? singleSchema(rules) : this.nestedSchema(nesting, rules);
    const description = descriptionOf(rules);
    return {
      ...(description === undefined ? {} : { description }),
      ...(isPlain(standard) ? { default: standard } : {}),
      ...schema,
    };
  }

  private nestedSchema(nesting: Nesting, rules: readonly Rule[]): JsonSchema {
    switch (nesting.kind) {
      case 'map':
        return this.mapSchema(nesting);
      case 'list':
        return { ...merged(rules), type: 'array', items: this.classSchema(nesting) };
      case 'section':
        return this.classSchema(nesting);
      case 'perhaps': {
        const { anyOf = [] } = merged(rules) as { readonly anyOf?: readonly JsonSchema[] };
        return { anyOf: [...anyOf, this.classSchema(nesting), fromEnvironment] };
      }
    }
  }

  private mapSchema({ type, names, shorthand }: MapRules): JsonSchema {
    const entry = this.reference(type);
    return {
      type: 'object',
      propertyNames: { pattern: names.pattern.source },
      additionalProperties: shorthand === undefined ? entry : { anyOf: [...shorthand.schemas, entry] },
    };
  }

  private classSchema({ type, discriminator }: Exclude<Nesting, { kind: 'map' }>): JsonSchema {
    if (discriminator === undefined) return this.reference(type);
    const { property, types } = discriminator;
    return {
      type: 'object',
      properties: { [property]: { enum: types.map(({ name }) => name) } },
      required: [property],
      allOf: types.map((chosen) => this.whenChosen(property, chosen.name, chosen.type)),
    };
  }

  private whenChosen(
    property: string,
    word: string,
    type: SettingsClass,
    shared: Readonly<Record<string, JsonSchema>> = {},
  ): JsonSchema {
    const choice = { [property]: { const: word } };
    // oxlint-disable-next-line unicorn/no-thenable -- `then` is a keyword of JSON Schema
    return { if: { properties: choice }, then: this.sectionSchema(type, choice, shared) };
  }

  /** Each class once, so that one which holds itself ends. */
  private reference(type: SettingsClass): JsonSchema {
    let name = this.names.get(type);
    if (name === undefined) {
      name = this.freeName(type.name);
      this.names.set(type, name);
      this.definitions[name] = {};
      this.definitions[name] = this.sectionSchema(type);
    }
    return { $ref: `#/$defs/${name}` };
  }

  /** Two providers may have classes of one name. */
  private freeName(wanted: string): string {
    let name = wanted;
    for (let number = 2; Object.hasOwn(this.definitions, name); number++) name = `${wanted}${number}`;
    return name;
  }
}

function isPlain(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'object' || Array.isArray(value));
}

function singleSchema(rules: readonly Rule[]): JsonSchema {
  return orFromEnvironment(merged(rules));
}

/** Sections and lists cannot come from the environment, and to a schema that any text fits nothing need be added. */
function orFromEnvironment(schema: JsonSchema): JsonSchema {
  const { type, ...rest } = schema;
  const isFreeText = Object.keys(rest).length === 0 && (type === undefined || type === 'string');
  return isFreeText || type === 'object' || type === 'array' ? schema : { anyOf: [schema, fromEnvironment] };
}

function merged(rules: readonly Rule[]): JsonSchema {
  return schemaOfRules(rules, orFromEnvironment);
}
