/** Entities and enumerations as the `/metadata` service describes them (facts page 1.1). */
import { entityOfSet } from '../entities/all-entities';
import type { EntitySchema, EnumerationSchema, PropertySchema } from '../schema/entity-schema';
import { edmTypeName } from '../schema/entity-schema';

/** An element of `/metadata/DataEntities`. */
export function describeListedEntity(entity: EntitySchema): object {
  return {
    Name: entity.aotName,
    PublicEntityName: entity.typeName,
    PublicCollectionName: entity.setName,
    LabelId: entity.label,
    LabelText: null,
    DataServiceEnabled: true,
    DataManagementEnabled: true,
    EntityCategory: entity.setName.startsWith('SalesOrder') ? 'Transaction' : 'Master',
    IsReadOnly: false,
  };
}

/** An element of `/metadata/PublicEntities`. */
export function describePublicEntity(entity: EntitySchema): object {
  return {
    Name: entity.typeName,
    EntitySetName: entity.setName,
    LabelId: entity.label,
    IsReadOnly: false,
    ConfigurationEnabled: true,
    Properties: entity.properties.map(describeProperty),
    // The members of a navigation are inferred; no capture shows one.
    NavigationProperties: entity.navigations.map((navigation) => ({
      Name: navigation.name,
      RelatedEntity: entityOfSet(navigation.targetSet)?.typeName,
      Cardinality: navigation.isCollection ? 'Multiple' : 'Single',
    })),
    PropertyGroups: [],
    Actions: [],
  };
}

function describeProperty(property: PropertySchema): object {
  return {
    Name: property.name,
    TypeName: edmTypeName(property),
    // `Date` and `UtcDateTime` differ here only: the EDM calls both DateTimeOffset.
    DataType: property.kind,
    LabelId: `@Simulator:${property.name}`,
    IsKey: property.isKey,
    IsMandatory: property.isMandatory,
    ConfigurationEnabled: true,
    AllowEdit: !property.isReadOnly && (!property.isKey || property.name === 'dataAreaId'),
    AllowEditOnCreate: !property.isReadOnly,
    IsDimension: false,
    DimensionRelation: null,
    IsDynamicDimension: false,
    DimensionLegalEntityProperty: null,
    DimensionTypeProperty: null,
  };
}

/** An element of `/metadata/PublicEnumerations`. */
export function describeEnumeration({ name, members }: EnumerationSchema): object {
  return {
    Name: name,
    LabelId: `@Simulator:${name}`,
    Members: members.map((member) => ({
      Name: member.name,
      Value: member.value,
      LabelId: `@Simulator:${name}.${member.name}`,
      ConfigurationEnabled: true,
    })),
  };
}
