/** Names the types of properties as `$metadata` and type annotations do. */
import type { Property } from '../model/entity-set';
import type { ColumnDeclaration, Value } from '../provider-sdk/index';

/** The qualified name of the exposed type: `Edm.Guid`, or an enumeration type in the service's namespace. */
export function propertyType(property: Property, namespace: string): string {
  if (property.type !== 'Enum' || property.kind !== 'column') return `Edm.${property.type}`;
  return `${namespace}.${enumTypeName(property.column)}`;
}

/** The name of an enumeration type in the service's schema: that of the source, without a namespace of its own. */
export function enumTypeName({ name, enumName = name }: ColumnDeclaration): string {
  return enumName.slice(enumName.lastIndexOf('.') + 1);
}

/** How `full` metadata names a property's type, where it must. */
export interface TypeAnnotation {
  /** For every value. */
  readonly always: string | undefined;
  /** For a number that is written as text, because it is not finite. */
  readonly asText: string | undefined;
}

/**
 * JSON tells a Boolean, a String and a Double by itself; every other type is named (JSON Format 4.01, 4.6.3). A Double
 * that is not finite is JSON text, so it is named too.
 */
export function typeAnnotation(property: Property, namespace: string): TypeAnnotation {
  if (property.type === 'Boolean' || property.type === 'String')
    return { always: undefined, asText: undefined };
  const type = `#${propertyType(property, namespace).replace(/^Edm\./, '')}`;
  return property.type === 'Double'
    ? { always: undefined, asText: type }
    : { always: type, asText: undefined };
}

/** The annotation of one value; null needs none. */
export function typeOfValue({ always, asText }: TypeAnnotation, value: Value): string | undefined {
  if (value === null) return undefined;
  return always ?? (typeof value === 'number' && !Number.isFinite(value) ? asText : undefined);
}
