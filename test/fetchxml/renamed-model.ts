/** The sample service with other names for some properties of its customers. */
import type { EntitySet, ServiceModel } from '../../src/model/entity-set';
import { sampleModel } from '../support/sample-model';

export function buildRenamed(names: Readonly<Record<string, string>>): ServiceModel {
  const model = sampleModel();
  const entitySets = [...model.entitySets.values()].map((set) =>
    set.name === 'Customers' ? rename(set, names) : set,
  );
  return { ...model, entitySets: new Map(entitySets.map((set) => [set.name, set])) };
}

function rename(set: EntitySet, names: Readonly<Record<string, string>>): EntitySet {
  const properties = set.properties.map((property) => ({
    ...property,
    name: names[property.name] ?? property.name,
  }));
  const key = properties.find((property) => property.kind === 'key') ?? set.key;
  return { ...set, key, properties, propertiesByName: new Map(properties.map((each) => [each.name, each])) };
}
