/** The `$metadata` of the endpoint under test. */
import { tinyTables, type TinyTable } from './tiny-tables';

export function tinyMetadata(): string {
  const sets = tinyTables.map(
    (table) =>
      `<EntitySet Name="${table.set}" EntityType="Tiny.${table.type}">${restrictions(table)}</EntitySet>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
 <edmx:DataServices>
  <Schema Namespace="Tiny" xmlns="http://docs.oasis-open.org/odata/ns/edm">
   <!-- a > b -->${tinyTables.map(entityType).join('')}
   <EntityContainer Name="Container">${sets.join('')}</EntityContainer>
  </Schema>
 </edmx:DataServices>
</edmx:Edmx>`;
}

function entityType({ type, types }: TinyTable): string {
  const properties = Object.entries(types).map(
    ([name, edm]) => `<Property Name="${name}" Type="${edm}"${name === 'Id' ? ' Nullable="false"' : ''}/>`,
  );
  return `<EntityType Name="${type}"><Key><PropertyRef Name="Id"/></Key>${properties.join('')}</EntityType>`;
}

function restrictions({ readOnly = [], required }: TinyTable): string {
  const fixed = ['Id', ...(required === undefined ? [] : [required]), ...readOnly];
  return (
    restriction('Insert', 'Insertable', 'NonInsertableProperties', readOnly) +
    restriction('Update', 'Updatable', 'NonUpdatableProperties', fixed) +
    restriction('Delete', 'Deletable')
  );
}

function restriction(kind: string, flag: string, exceptions?: string, names: readonly string[] = []): string {
  const paths = names.map((name) => `<PropertyPath>${name}</PropertyPath>`).join('');
  const excepted =
    exceptions === undefined
      ? ''
      : `<PropertyValue Property="${exceptions}"><Collection>${paths}</Collection></PropertyValue>`;
  return `<Annotation Term="Org.OData.Capabilities.V1.${kind}Restrictions"><Record><PropertyValue Property="${flag}" Bool="true"/>${excepted}</Record></Annotation>`;
}
