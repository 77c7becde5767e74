/** Describes an entity set to administrators and makers: what is served, what its source does, how Dataverse gets on with it. */
import { dataverseColumn, type DataverseColumn } from '../../model/dataverse-column';
import type { KeyProperty, Property } from '../../model/entity-set';
import { propertyType } from '../../odata/property-type';
import { sourceFilter, sourceSorts } from '../../odata/source-abilities';
import type { EntityCapabilities, Faithfulness } from '../../provider-sdk/index';
import { gradeSet, type Grade } from './grade-set';
import type { GradedSet } from './graded-set';
import { sourceColumns } from './mapping-rules';

export interface DescribedSet {
  readonly name: string;
  readonly connection: string;
  /** The source's name of the entity. */
  readonly entity: string;
  readonly description?: string;
  readonly key: { readonly name: string; readonly from: readonly string[]; readonly rule: string };
  readonly properties: readonly DescribedProperty[];
  /** The changes that configuration and source both take. */
  readonly write: readonly string[];
  readonly capabilities: EntityCapabilities;
  /** How well a Dataverse virtual table gets on with it. */
  readonly grade: Grade;
}

export interface DescribedProperty {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** The column, or the columns of a lookup. */
  readonly from: readonly string[];
  /** The entity set that a lookup leads to. */
  readonly lookup?: string;
  /** What the source filters by, operator by operator. */
  readonly filter: Readonly<Record<string, Faithfulness>>;
  readonly sorts: boolean;
  /** The type to choose for the column in Dataverse; `none`: there is none. */
  readonly dataverse: DataverseColumn;
}

/** What stands where Dataverse has no column. */
const NO_COLUMN: DataverseColumn = { type: 'none' };

export function describeSet(graded: GradedSet): DescribedSet {
  const { set } = graded;
  const { name, connection, declaration, key } = set;
  const description = set.description ?? declaration.description;
  return {
    name,
    connection,
    entity: declaration.name,
    ...(description === undefined ? {} : { description }),
    key: { name: key.name, from: sourceColumns(key), rule: keyRule(key) },
    properties: set.properties.map((property) => describeProperty(property, graded)),
    write: set.write.filter((kind) => declaration.capabilities.write?.[kind] === true),
    capabilities: declaration.capabilities,
    grade: gradeSet(graded),
  };
}

function describeProperty(
  property: Property,
  { set, model: { namespace, collation } }: GradedSet,
): DescribedProperty {
  return {
    name: property.name,
    type: propertyType(property, namespace),
    nullable: property.nullable,
    from: sourceColumns(property),
    ...(property.kind === 'lookup' ? { lookup: property.target } : {}),
    filter: Object.fromEntries(sourceFilter(property, set, collation)),
    sorts: sourceSorts(property, set, collation),
    dataverse: dataverseColumn(property) ?? NO_COLUMN,
  };
}

/** How a row's Guid comes about (see `key-codec.ts`). */
function keyRule({ from, codec }: KeyProperty): string {
  const columns = from.map(({ name }) => name).join(', ');
  if (codec.scheme.parts.length === 1 && codec.scheme.parts[0] === 'Guid') {
    return `The Guid in ${columns}, as it is.`;
  }
  return `A Guid that holds ${columns} itself and is read back without any store; of a key that is too long for that a hash, which only the key map of the gateway can trace back.`;
}
