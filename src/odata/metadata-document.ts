/** A service's `$metadata` before it is XML or JSON: types, properties, sets and their annotations. */
import type { EntitySet, ServiceModel } from '../model/entity-set';
import { freeName } from './free-name';
import type { Annotation } from './metadata-annotation';
import { containerAnnotations, type QueryLimits, setAnnotations } from './metadata-capabilities';
import {
  describeProperty,
  type EnumTypeDefinition,
  enumTypesOf,
  type PropertyDefinition,
  type PropertyScope,
} from './metadata-property';
import { serviceTerms, type TermDefinition, termDefinitions } from './metadata-terms';

export interface MetadataDocument {
  readonly namespace: string;
  readonly entityTypes: readonly EntityTypeDefinition[];
  readonly enumTypes: readonly EnumTypeDefinition[];
  readonly terms: readonly TermDefinition[];
  readonly container: ContainerDefinition;
}

export interface EntityTypeDefinition {
  readonly name: string;
  readonly key: string;
  readonly properties: readonly PropertyDefinition[];
}

export interface ContainerDefinition {
  readonly name: string;
  readonly sets: readonly EntitySetDefinition[];
  readonly annotations: readonly Annotation[];
}

export interface EntitySetDefinition {
  readonly name: string;
  /** Qualified. */
  readonly type: string;
  readonly annotations: readonly Annotation[];
}

/** @throws {Error} for a model that no schema can describe, a fault of the configuration: so make it at start */
export function metadataDocument(model: ServiceModel, limits: QueryLimits = {}): MetadataDocument {
  const { namespace, collation } = model;
  const sets = [...model.entitySets.values()];
  const enumTypes = enumTypesOf(sets);
  const typeNames = distinctNames([
    ...sets.map(({ typeName }) => typeName),
    ...enumTypes.map(({ name }) => name),
  ]);
  const terms = serviceTerms(namespace, typeNames);
  const definitions = termDefinitions(typeNames);
  const taken = new Set([...typeNames, ...definitions.map(({ name }) => name)]);
  return {
    namespace,
    entityTypes: sets.map((set) => describeEntityType(set, { namespace, collation, terms })),
    enumTypes,
    terms: definitions,
    container: {
      name: freeName('Container', taken),
      sets: sets.map((set) => ({
        name: set.name,
        type: `${namespace}.${set.typeName}`,
        annotations: setAnnotations(set, terms),
      })),
      annotations: containerAnnotations(terms, limits),
    },
  };
}

function distinctNames(names: readonly string[]): ReadonlySet<string> {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return new Set(names);
  throw new Error(`Two types of the service are called ${twice}.`);
}

function describeEntityType(set: EntitySet, scope: PropertyScope): EntityTypeDefinition {
  return {
    name: set.typeName,
    key: set.key.name,
    properties: set.properties.map((property) => describeProperty(property, set, scope)),
  };
}
