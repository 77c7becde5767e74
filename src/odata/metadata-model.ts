/** A service's `$metadata` before it is XML or JSON: types, properties, sets and their annotations. */
import type { EntitySet, Profile, Property, ServiceModel } from '../model/entity-set';
import type { ColumnDeclaration } from '../provider-sdk/index';
import { containerAnnotations, type QueryLimits, setAnnotations } from './metadata-capabilities';
import { type Annotation, described, record, text, whole } from './metadata-annotation';
import { propertyAnnotations } from './metadata-property';
import { type ServiceTerms, serviceTerms, type Term, termDefinitions } from './metadata-terms';
import { enumTypeName, propertyType } from './property-type';

export interface MetadataDocument {
  readonly namespace: string;
  readonly terms: readonly Term[];
  readonly enumTypes: readonly EnumTypeDefinition[];
  readonly entityTypes: readonly EntityTypeDefinition[];
  readonly container: ContainerDefinition;
}

export interface EnumTypeDefinition {
  readonly name: string;
  readonly isFlags: boolean;
  readonly underlyingType: 'Edm.Int32' | 'Edm.Int64';
  readonly members: readonly {
    readonly name: string;
    readonly value: number;
    readonly annotations: readonly Annotation[];
  }[];
}

export interface EntityTypeDefinition {
  readonly name: string;
  readonly key: string;
  readonly properties: readonly PropertyDefinition[];
}

export interface PropertyDefinition {
  readonly name: string;
  /** Qualified. */
  readonly type: string;
  readonly nullable: boolean;
  readonly maxLength: number | undefined;
  readonly precision: number | undefined;
  readonly scale: number | 'variable' | undefined;
  readonly annotations: readonly Annotation[];
}

export interface ContainerDefinition {
  readonly name: string;
  readonly sets: readonly {
    readonly name: string;
    /** Qualified. */
    readonly type: string;
    readonly annotations: readonly Annotation[];
  }[];
  readonly annotations: readonly Annotation[];
}

/** @throws {Error} for a model that no schema can describe, which is a fault of the configuration: call it at start */
export function metadataDocument(model: ServiceModel, limits: QueryLimits = {}): MetadataDocument {
  const { namespace, profile } = model;
  const sets = [...model.entitySets.values()];
  const enumTypes = profile === 'standard' ? enumTypesOf(sets) : [];
  const taken = new Set([...sets.map(({ typeName }) => typeName), ...enumTypes.map(({ name }) => name)]);
  const terms = serviceTerms(namespace, taken);
  const typeNames = new Set(sets.map(({ typeName }) => typeName));
  return {
    namespace,
    terms: termDefinitions(terms),
    enumTypes,
    entityTypes: [...typeNames].flatMap((name) => {
      const set = sets.find(({ typeName }) => typeName === name);
      return set === undefined ? [] : entityType(set, model, terms);
    }),
    container: {
      name: freeName('Container', new Set([...taken, ...Object.values(terms).map(({ name }) => name)])),
      sets: sets.map((set) => ({
        name: set.name,
        type: `${namespace}.${set.typeName}`,
        annotations: setAnnotations(set, terms),
      })),
      annotations: containerAnnotations(terms, limits),
    },
  };
}
