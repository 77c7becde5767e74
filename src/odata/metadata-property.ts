/** Describes properties and enumeration types in `$metadata`: types, facets, and what may be known of their values. */
import type { ColumnProperty, EntitySet, Property } from '../model/entity-set';
import type { Collation, ColumnDeclaration, EnumMember, FilterOperator } from '../provider-sdk/index';
import { type Annotation, core, described, integer, list, record, text, truth } from './metadata-annotation';
import type { ServiceTerms } from './metadata-terms';
import { enumTypeName, propertyType } from './property-type';
import { sourceFilter, sourceSorts } from './source-abilities';

export interface PropertyDefinition {
  readonly name: string;
  /** Qualified. */
  readonly type: string;
  readonly nullable: boolean;
  readonly facets: Facets;
  readonly annotations: readonly Annotation[];
}

export interface Facets {
  readonly maxLength?: number;
  readonly precision?: number;
  readonly scale?: number | 'variable';
}

export interface EnumTypeDefinition {
  readonly name: string;
  readonly isFlags: boolean;
  readonly underlyingType: 'Edm.Int32' | 'Edm.Int64';
  readonly members: readonly EnumMemberDefinition[];
}

export interface EnumMemberDefinition {
  readonly name: string;
  readonly value: number;
  readonly annotations: readonly Annotation[];
}

export interface PropertyScope {
  readonly namespace: string;
  readonly collation: Collation;
  readonly terms: ServiceTerms;
}

export function describeProperty(
  property: Property,
  set: EntitySet,
  scope: PropertyScope,
): PropertyDefinition {
  const { namespace, terms } = scope;
  return {
    name: property.name,
    type: propertyType(property, namespace),
    nullable: property.nullable,
    facets: property.kind === 'column' ? facetsOf(property) : {},
    annotations: [
      ...described(property.description),
      ...(property.kind === 'lookup' ? [terms.LookupTarget(text(property.target))] : []),
      ...(property.kind === 'column' && property.conversion === 'optionValue'
        ? [allowedValues(property.column)]
        : []),
      ...abilities(property, set, scope),
    ],
  };
}

/**
 * A facet that is left out has a default in XML: scale 0, and no fractional seconds (CSDL XML 4.01, 7.2.3 and 7.2.4). So
 * what the source does not say is said here, generously.
 */
function facetsOf({ type, column, conversion }: ColumnProperty): Facets {
  const { maxLength, precision, scale } = column;
  switch (type) {
    case 'String':
      return maxLength === undefined ? {} : { maxLength };
    case 'Decimal':
      return { ...(precision === undefined ? {} : { precision }), scale: scale ?? 'variable' };
    case 'DateTimeOffset':
      return { precision: conversion === 'midnight' ? 0 : (scale ?? finestFraction) };
    case 'TimeOfDay':
    case 'Duration':
      return { precision: scale ?? finestFraction };
    case 'Boolean':
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'Single':
    case 'Double':
    case 'Guid':
    case 'Date':
    case 'Enum':
      return {};
  }
}

/** Digits of a fraction of a second that rows hold. */
const finestFraction = 7;

/** The options behind a number: each value with its member's name, and its label if there is one. */
function allowedValues({ members = [] }: ColumnDeclaration): Annotation {
  return {
    term: 'Org.OData.Validation.V1.AllowedValues',
    value: list(members.map((member) => record({ Value: integer(member.value) }, memberNames(member)))),
  };
}

/** `Core.SymbolicName` must be an identifier; another name is a description. */
function memberNames({ name, label }: EnumMember): readonly Annotation[] {
  if (isIdentifier(name)) return [core('SymbolicName', text(name)), ...described(label)];
  return described(label === undefined ? name : `${name} (${label})`);
}

/** CSDL 4.01, 15.1. */
function isIdentifier(name: string): boolean {
  return /^[_\p{L}\p{Nl}][_\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]{0,127}$/u.test(name);
}

function abilities(
  property: Property,
  set: EntitySet,
  { collation, terms }: PropertyScope,
): readonly Annotation[] {
  const filter = [...sourceFilter(property, set, collation)];
  const exact = filter.filter(([, faithfulness]) => faithfulness === 'exact').map(([operator]) => operator);
  const superset = filter
    .filter(([, faithfulness]) => faithfulness === 'superset')
    .map(([operator]) => operator);
  return [
    ...(exact.length === 0 ? [] : [terms.SourceFilter(operatorList(exact))]),
    ...(superset.length === 0 ? [] : [terms.SourceFilterSuperset(operatorList(superset))]),
    ...(sourceSorts(property, set, collation) ? [terms.SourceSort(truth(true))] : []),
  ];
}

/** `null` is the SDK's word for a comparison with null. */
function operatorList(operators: readonly FilterOperator[]) {
  return list(operators.map((operator) => text(operator === 'null' ? 'eq null' : operator)));
}

/**
 * The enumeration types of columns exposed as they are, each once.
 *
 * @throws {Error} for members that no schema can hold, for none at all, and for two different types of one name
 */
export function enumTypesOf(sets: readonly EntitySet[]): readonly EnumTypeDefinition[] {
  const found = new Map<string, EnumTypeDefinition>();
  const exposed = sets.flatMap(({ properties }) => properties).filter(({ type }) => type === 'Enum');
  for (const property of exposed) {
    if (property.kind !== 'column') continue;
    const definition = describeEnumType(property.column);
    const known = found.get(definition.name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition)) {
      throw new Error(`Two different enumerations of the service are called ${definition.name}.`);
    }
    found.set(definition.name, definition);
  }
  return [...found.values()];
}

function describeEnumType(column: ColumnDeclaration): EnumTypeDefinition {
  const { flags = false, members = [] } = column;
  const name = enumTypeName(column);
  if (members.length === 0) throw new Error(`The enumeration ${name} has no members.`);
  const odd = members.find((member) => !isIdentifier(member.name));
  if (odd !== undefined)
    throw new Error(`The enumeration ${name} has a member ${JSON.stringify(odd.name)}, no identifier.`);
  const isWide = members.some(({ value }) => value < -2_147_483_648 || value > 2_147_483_647);
  return {
    name,
    isFlags: flags,
    underlyingType: isWide ? 'Edm.Int64' : 'Edm.Int32',
    members: members.map(({ name: member, value, label }) => ({
      name: member,
      value,
      annotations: described(label),
    })),
  };
}
