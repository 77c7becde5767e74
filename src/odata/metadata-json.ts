/** Writes `$metadata` as JSON (CSDL JSON 4.01), a format that OData 4.0 does not have: hence its version 4.01. */
import type { ServiceModel } from '../model/entity-set';
import {
  type Annotation,
  type AnnotationValue,
  vocabularies,
  vocabularyAddress,
} from './metadata-annotation';
import type { QueryLimits } from './metadata-capabilities';
import { type ContainerDefinition, type EntityTypeDefinition, metadataDocument } from './metadata-document';
import type { EnumTypeDefinition, PropertyDefinition } from './metadata-property';
import type { TermDefinition } from './metadata-terms';

export function metadataJson(model: ServiceModel, limits?: QueryLimits): string {
  const { namespace, entityTypes, enumTypes, terms, container } = metadataDocument(model, limits);
  return JSON.stringify({
    $Version: '4.01',
    $EntityContainer: `${namespace}.${container.name}`,
    $Reference: Object.fromEntries(
      vocabularies.map((name) => [vocabularyAddress(name, 'json'), { $Include: [{ $Namespace: name }] }]),
    ),
    [namespace]: Object.fromEntries([
      ...entityTypes.map((type) => [type.name, entityType(type)]),
      ...enumTypes.map((type) => [type.name, enumType(type)]),
      ...terms.map((definition) => [definition.name, term(definition)]),
      [container.name, entityContainer(container)],
    ]),
  });
}

function entityType({ key, properties }: EntityTypeDefinition): object {
  return {
    $Kind: 'EntityType',
    $Key: [key],
    ...Object.fromEntries(properties.map((definition) => [definition.name, property(definition)])),
  };
}

/** The defaults are not those of XML: a String has no type, and null must be allowed (CSDL JSON 4.01, 7.1 and 7.2.1). */
function property({ type, nullable, facets, annotations }: PropertyDefinition): object {
  return {
    ...typeOf(type),
    ...(nullable ? { $Nullable: true } : {}),
    ...(facets.maxLength === undefined ? {} : { $MaxLength: facets.maxLength }),
    ...(facets.precision === undefined ? {} : { $Precision: facets.precision }),
    ...(facets.scale === undefined ? {} : { $Scale: facets.scale }),
    ...annotate(annotations),
  };
}

function typeOf(type: string): object {
  return type === 'Edm.String' ? {} : { $Type: type };
}

function enumType({ isFlags, underlyingType, members }: EnumTypeDefinition): object {
  return {
    $Kind: 'EnumType',
    ...(isFlags ? { $IsFlags: true } : {}),
    $UnderlyingType: underlyingType,
    ...Object.fromEntries(
      members.flatMap(({ name, value, annotations }) => [
        [name, value],
        ...Object.entries(annotate(annotations, name)),
      ]),
    ),
  };
}

function term({ type, isCollection, appliesTo, annotations }: TermDefinition): object {
  return {
    $Kind: 'Term',
    ...typeOf(type),
    ...(isCollection ? { $Collection: true } : {}),
    $AppliesTo: [appliesTo],
    ...annotate(annotations),
  };
}

function entityContainer({ sets, annotations }: ContainerDefinition): object {
  return {
    $Kind: 'EntityContainer',
    ...Object.fromEntries(
      sets.map((set) => [set.name, { $Collection: true, $Type: set.type, ...annotate(set.annotations) }]),
    ),
    ...annotate(annotations),
  };
}

/** `@Term#Qualifier`, after the name of the member that it is about if it does not stand inside that. */
function annotate(annotations: readonly Annotation[], member = ''): Record<string, unknown> {
  return Object.fromEntries(
    annotations.map(({ term: name, qualifier, value }) => [
      `${member}@${name}${qualifier === undefined ? '' : `#${qualifier}`}`,
      expression(value),
    ]),
  );
}

function expression(value: AnnotationValue): unknown {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'truth':
    case 'integer':
      return value.value;
    case 'propertyPath':
      return value.path;
    case 'enumMember':
      return value.member;
    case 'list':
      return value.items.map(expression);
    case 'record': {
      const members = Object.entries(value.members).map(([name, item]) => [name, expression(item)] as const);
      return { ...Object.fromEntries(members), ...annotate(value.annotations) };
    }
  }
}
