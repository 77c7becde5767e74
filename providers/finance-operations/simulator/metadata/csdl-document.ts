/** `/data/$metadata`: the CSDL document in the shape that F&O gives it (facts page 1.2). */
import { allEntities, entityOfSet } from '../entities/all-entities';
import type { Answer } from '../http/answer';
import {
  edmTypeName,
  type EntitySchema,
  type EnumerationSchema,
  isNullable,
  NAMESPACE,
  type PropertySchema,
} from '../schema/entity-schema';
import { enumerations } from '../schema/enumerations';

const CORE = 'Microsoft.Dynamics.OData.Core.V1';

export function csdlDocument(): Answer {
  const types = [...[...enumerations.values()].map(enumType), ...allEntities.map(entityType)].join('');
  const sets = allEntities.map(entitySet).join('');
  const body =
    '<?xml version="1.0" encoding="utf-8"?>' +
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>' +
    `<Schema Namespace="${NAMESPACE}" xmlns="http://docs.oasis-open.org/odata/ns/edm">${types}` +
    `<EntityContainer Name="Resources">${sets}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`;
  return { status: 200, headers: { 'content-type': 'application/xml', 'odata-version': '4.0' }, body };
}

function enumType({ name, members }: EnumerationSchema): string {
  const listed = members.map((member) => `<Member Name="${member.name}" Value="${member.value}"/>`).join('');
  return `<EnumType Name="${name}">${listed}</EnumType>`;
}

function entityType(entity: EntitySchema): string {
  const key = entity.keyNames.map((name) => `<PropertyRef Name="${name}"/>`).join('');
  const properties = entity.properties.map(propertyElement).join('');
  const navigations = entity.navigations.map(({ name, targetSet, isCollection }) => {
    const type = `${NAMESPACE}.${entityOfSet(targetSet)?.typeName ?? targetSet}`;
    return `<NavigationProperty Name="${name}" Type="${isCollection ? `Collection(${type})` : type}"/>`;
  });
  return `<EntityType Name="${entity.typeName}"><Key>${key}</Key>${properties}${navigations.join('')}</EntityType>`;
}

function propertyElement(property: PropertySchema): string {
  const nullable = isNullable(property) ? '' : ' Nullable="false"';
  const required = property.isMandatory ? `<Annotation Term="${CORE}.IsRequired" Bool="true"/>` : '';
  const axType = `<Annotation Term="${CORE}.AXType" EnumMember="${CORE}.AXType/${property.kind}"/>`;
  return `<Property Name="${property.name}" Type="${edmTypeName(property)}"${nullable}>${required}${axType}</Property>`;
}

function entitySet(entity: EntitySchema): string {
  return `<EntitySet Name="${entity.setName}" EntityType="${NAMESPACE}.${entity.typeName}"/>`;
}
