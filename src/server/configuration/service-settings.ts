/** A service root, as class-validator classes. */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsDefined, IsOptional, ValidateNested } from 'class-validator';
import { AuthenticationSettings, IsAuthentication } from './authentication-settings';
import { EntitySetSettings } from './entity-set-settings';
import {
  Described,
  identifierMessage,
  identifierPattern,
  IsDuration,
  IsNamespace,
  IsOneOf,
  IsText,
  IsWholeNumber,
  type RuleContext,
} from './rules';
import { MapOf } from './sections';

/** What a service may change of the limits; the longest URL is decided before the service is known. */
export class ServiceLimitSettings {
  @Described('Deepest nesting of an expression.')
  @IsOptional()
  @IsWholeNumber(5, 100)
  nesting?: number;

  @Described('Most nodes in all expressions of a request.')
  @IsOptional()
  @IsWholeNumber(50, 50_000)
  nodes?: number;

  @Described('Most rows read from a source to answer one request.')
  @IsOptional()
  @IsWholeNumber(1, 100_000_000)
  scanRows?: number;

  @Described('Most calls made to a source to answer one request.')
  @IsOptional()
  @IsWholeNumber(1, 100_000)
  scanCalls?: number;
}

export class ServiceSettings {
  @Described('One sentence for the people who read the list of services.')
  @IsOptional()
  @IsText()
  description?: string;

  @Described('Who may call: none (everybody) or keys.')
  @IsDefined({
    message: 'is missing: say who may call with keys, or write "auth: none" to let everybody in',
    context: { required: true } satisfies RuleContext,
  })
  @IsAuthentication()
  @Type(() => AuthenticationSettings)
  auth!: 'none' | AuthenticationSettings;

  @Described(
    'Time for a whole request. Dataverse itself gives up after 30s unless its data source says otherwise.',
  )
  @IsDuration('100ms', '110s')
  timeout = '25s';

  @Described('dataverse: only types that Dataverse maps. standard: the types as they are, for other clients.')
  @IsOneOf('dataverse', 'standard')
  profile: 'dataverse' | 'standard' = 'dataverse';

  @Described('How text compares: ignoreCase, as users of Dataverse expect, or ordinal.')
  @IsOneOf('ignoreCase', 'ordinal')
  collation: 'ignoreCase' | 'ordinal' = 'ignoreCase';

  @Described('Schema namespace in $metadata.')
  @IsNamespace()
  namespace = 'Gateway';

  @Described('Rows of a page if the caller does not say; 5000 or maxPageSize if absent.')
  @IsOptional()
  @IsWholeNumber(1, 100_000)
  pageSize?: number;

  @Described('Most rows of a page, whatever the caller says.')
  @IsWholeNumber(1, 100_000)
  maxPageSize = 5_000;

  @Described('Limits that differ from those of the gateway.')
  @IsOptional()
  @ValidateNested()
  @Type(() => ServiceLimitSettings)
  limits?: ServiceLimitSettings;

  @Described('The entity sets, by name.')
  @MapOf({ type: EntitySetSettings, names: { pattern: identifierPattern, message: identifierMessage } })
  entitySets!: ReadonlyMap<string, EntitySetSettings>;
}
