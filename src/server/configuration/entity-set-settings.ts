/** An entity set, as class-validator classes. */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, ValidateNested } from 'class-validator';
import { type SizeClass, sizeClasses } from '../../cache/cache-policy';
import type { WriteCommand } from '../../provider-sdk/index';
import { writeOperations } from './configuration';
import {
  Described,
  identifierMessage,
  identifierPattern,
  IsColumnList,
  IsDuration,
  IsIdentifier,
  IsOneOf,
  IsSubsetOf,
  IsText,
  IsWholeNumber,
  isText,
} from './rules';
import { MapOf } from './sections';

export class KeySettings {
  @Described('Public name of the key, a Guid.')
  @IsOptional()
  @IsIdentifier()
  name?: string;

  @Described('Key columns of the source that the Guid is made of.')
  @IsOptional()
  @IsColumnList()
  from?: readonly string[];
}

/** The long form of a property: a column with more to say of it, or a lookup. */
export class PropertySettings {
  @Described('Column of the source.')
  @IsOptional()
  @IsText()
  column?: string;

  @Described('Entity set of this service that the property points into.')
  @IsOptional()
  @IsText()
  lookup?: string;

  @Described('Columns that hold the key of the other row, in the order of its key.')
  @IsOptional()
  @IsColumnList()
  from?: readonly string[];

  @Described('One sentence for the people who read the metadata.')
  @IsOptional()
  @IsText()
  description?: string;
}

export class CacheSettings {
  @Described('How long an answer is fresh.')
  @IsDuration('0s', '720h')
  ttl!: string;

  @Described('How much longer it is served while a new one is fetched.')
  @IsDuration('0s', '720h')
  staleWhileRevalidate = '0s';

  @Described('How much longer it is served while the source fails.')
  @IsDuration('0s', '720h')
  staleIfError = '0s';

  @Described('How long it is remembered that a row is not there.')
  @IsDuration('0s', '720h')
  negativeTtl = '0s';

  @Described(
    'Rows up to which the whole set is held, so that every query of it is answered from memory; 0 for never.',
  )
  @IsWholeNumber(0, 100_000)
  complete = 0;

  @Described(
    'Share of memory beyond which the set gives way first when memory is full: small 5 %, medium 25 %, large never. No value is kept that is larger than that, or than 25 %.',
  )
  @IsOneOf(...sizeClasses)
  sizeClass: SizeClass = 'medium';
}

export class EntitySetSettings {
  @Described('Connection that holds the rows.')
  @IsText()
  connection!: string;

  @Described('Ready-made entity set of the provider; entity, key and properties then only say what differs.')
  @IsOptional()
  @IsText()
  template?: string;

  @Described('Entity of the source.')
  @IsOptional()
  @IsText()
  entity?: string;

  @Described('Name of the entity type; the singular of the set if absent.')
  @IsOptional()
  @IsIdentifier()
  typeName?: string;

  @Described('One sentence for the people who read the metadata.')
  @IsOptional()
  @IsText()
  description?: string;

  @Described('The key.')
  @IsOptional()
  @ValidateNested()
  @Type(() => KeySettings)
  key?: KeySettings;

  @Described(
    'Properties by public name: a column, a lookup, or false to leave one of the template out. All columns if absent.',
  )
  @IsOptional()
  @MapOf({
    type: PropertySettings,
    names: { pattern: identifierPattern, message: identifierMessage },
    shorthand: {
      accepts: (value) => value === false || isText(value),
      message: 'must be a column, a section like { lookup: Customers, from: [CustomerAccount] }, or false',
      schemas: [{ type: 'string', minLength: 1 }, { const: false }],
    },
  })
  properties?: ReadonlyMap<string, string | false | PropertySettings>;

  @Described('What callers may change; nothing if absent.')
  @IsSubsetOf(...writeOperations)
  write: readonly WriteCommand['kind'][] = [];

  @Described(
    'Whether rows are changed only with If-Match, so that nobody overwrites what they have not seen.',
  )
  @IsBoolean()
  requireIfMatch = false;

  @Described('How long answers are stored; not at all if absent.')
  @IsOptional()
  @ValidateNested()
  @Type(() => CacheSettings)
  cache?: CacheSettings;
}
