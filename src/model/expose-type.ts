/** Which type a column has for callers, by the profile of the service. */
import type { ColumnDeclaration, ColumnType } from '../provider-sdk/index';
import type { Conversion, Profile } from './entity-set';

export interface ExposedType {
  readonly type: ColumnType;
  readonly conversion: Conversion;
}

/**
 * The exposed type, or undefined where the profile has none: Dataverse cannot map a time of day, a duration or a set of
 * flags (dataverse-client 1.2), so those columns are left out of a `dataverse` service.
 */
export function exposeType(column: ColumnDeclaration, profile: Profile): ExposedType | undefined {
  if (profile === 'standard') return { type: column.type, conversion: 'same' };
  switch (column.type) {
    case 'Boolean':
    case 'Int32':
    case 'Int64':
    case 'Double':
    case 'Decimal':
    case 'String':
    case 'Guid':
    case 'DateTimeOffset':
      return { type: column.type, conversion: 'same' };
    case 'SByte':
    case 'Byte':
    case 'Int16':
      return { type: 'Int32', conversion: 'same' };
    case 'Single':
      return { type: 'Double', conversion: 'same' };
    case 'Date':
      return { type: 'DateTimeOffset', conversion: 'midnight' };
    case 'Enum':
      return column.flags === true ? undefined : { type: 'Int32', conversion: 'optionValue' };
    case 'TimeOfDay':
    case 'Duration':
      return undefined;
  }
}
