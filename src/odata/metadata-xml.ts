/** Writes `$metadata` as XML (CSDL XML 4.01), in version 4.0: Dataverse's client takes no higher one. */
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

export function metadataXml(model: ServiceModel, limits?: QueryLimits): string {
  const { namespace, entityTypes, enumTypes, terms, container } = metadataDocument(model, limits);
  const schema = element(
    'Schema',
    { Namespace: namespace, xmlns: 'http://docs.oasis-open.org/odata/ns/edm' },
    [
      ...entityTypes.map(entityType),
      ...enumTypes.map(enumType),
      ...terms.map(term),
      entityContainer(container),
    ],
  );
  const edmx = element(
    'edmx:Edmx',
    { Version: '4.0', 'xmlns:edmx': 'http://docs.oasis-open.org/odata/ns/edmx' },
    [...vocabularies.map(reference), element('edmx:DataServices', {}, [schema])],
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n${edmx}\n`;
}

function reference(namespace: string): string {
  const include = element('edmx:Include', { Namespace: namespace });
  return element('edmx:Reference', { Uri: vocabularyAddress(namespace, 'xml') }, [include]);
}

function entityType({ name, key, properties }: EntityTypeDefinition): string {
  return element('EntityType', { Name: name }, [
    element('Key', {}, [element('PropertyRef', { Name: key })]),
    ...properties.map(property),
  ]);
}

function property({ name, type, nullable, facets, annotations }: PropertyDefinition): string {
  const attributes = {
    Name: name,
    Type: type,
    Nullable: nullable ? undefined : false,
    MaxLength: facets.maxLength,
    Precision: facets.precision,
    Scale: facets.scale,
  };
  return element('Property', attributes, annotations.map(annotation));
}

function enumType({ name, isFlags, underlyingType, members }: EnumTypeDefinition): string {
  const attributes = { Name: name, IsFlags: isFlags ? true : undefined, UnderlyingType: underlyingType };
  return element(
    'EnumType',
    attributes,
    members.map((member) =>
      element('Member', { Name: member.name, Value: member.value }, member.annotations.map(annotation)),
    ),
  );
}

function term({ name, type, isCollection, appliesTo, annotations }: TermDefinition): string {
  const attributes = { Name: name, Type: isCollection ? `Collection(${type})` : type, AppliesTo: appliesTo };
  return element('Term', attributes, annotations.map(annotation));
}

function entityContainer({ name, sets, annotations }: ContainerDefinition): string {
  return element('EntityContainer', { Name: name }, [
    ...sets.map((set) =>
      element('EntitySet', { Name: set.name, EntityType: set.type }, set.annotations.map(annotation)),
    ),
    ...annotations.map(annotation),
  ]);
}

function annotation({ term: name, qualifier, value }: Annotation): string {
  const { attribute, content } = expression(value);
  return element('Annotation', { Term: name, Qualifier: qualifier, ...attribute }, content);
}

interface Expression {
  readonly attribute: Attributes;
  readonly content: readonly string[];
}

/** A constant is an attribute of the element that has it; lists and records are elements inside. */
function expression(value: AnnotationValue): Expression {
  switch (value.kind) {
    case 'list':
      return { attribute: {}, content: [element('Collection', {}, value.items.map(item))] };
    case 'record':
      return { attribute: {}, content: [recordElement(value)] };
    case 'text':
    case 'truth':
    case 'integer':
    case 'propertyPath':
    case 'enumMember': {
      const [name, content] = constant(value);
      return { attribute: { [name]: content }, content: [] };
    }
  }
}

function item(value: AnnotationValue): string {
  if (value.kind === 'record') return recordElement(value);
  if (value.kind === 'list') throw new Error('A list in a list has no form in CSDL.');
  const [name, content] = constant(value);
  return `<${name}>${escapeText(String(content))}</${name}>`;
}

type ConstantValue = Exclude<AnnotationValue, { readonly kind: 'list' | 'record' }>;

/** The name of the attribute or element, and what it holds. */
function constant(value: ConstantValue): readonly [string, string | number | boolean] {
  switch (value.kind) {
    case 'text':
      return ['String', value.text];
    case 'truth':
      return ['Bool', value.value];
    case 'integer':
      return ['Int', value.value];
    case 'propertyPath':
      return ['PropertyPath', value.path];
    case 'enumMember':
      return ['EnumMember', `${value.type}/${value.member}`];
  }
}

function recordElement({ members, annotations }: Extract<AnnotationValue, { kind: 'record' }>): string {
  return element('Record', {}, [
    ...Object.entries(members).map(([name, member]) => {
      const { attribute, content } = expression(member);
      return element('PropertyValue', { Property: name, ...attribute }, content);
    }),
    ...annotations.map(annotation),
  ]);
}

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

function element(name: string, attributes: Attributes, content: readonly string[] = []): string {
  const written = Object.entries(attributes).map(([attribute, value]) =>
    value === undefined ? '' : ` ${attribute}="${escapeAttribute(String(value))}"`,
  );
  const start = `<${name}${written.join('')}`;
  return content.length === 0 ? `${start}/>` : `${start}>${content.join('')}</${name}>`;
}

/** Also line breaks and tabs, which an attribute would turn into blanks. */
function escapeAttribute(value: string): string {
  return escapeText(value).replace(/["\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function escapeText(value: string): string {
  return value.replace(notInXml, '\uFFFD').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Characters that XML 1.0 has no way to write. */
const notInXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
