/** Who may call, as class-validator classes: nobody in particular, or the holders of keys. */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import { ArrayMinSize, IsOptional, ValidateIf, ValidateNested } from 'class-validator';
import { rights, type Right } from '../admin/rights';
import { Described, IsHeaderName, IsKeyId, IsQueryName, IsSecret, IsSubsetOf, rule } from './rules';

export class ApiKeySettings {
  @Described('Name of the key in records; it is not secret.')
  @IsKeyId()
  id!: string;

  @Described('The key itself, best as ${NAME} from the environment.')
  @IsSecret()
  secret!: string;

  @Described('Header that carries it. x-api-key if neither header nor query is given.')
  @IsOptional()
  @IsHeaderName()
  header?: string;

  @Described('Query parameter that carries it.')
  @IsOptional()
  @IsQueryName()
  query?: string;
}

export class AuthenticationSettings {
  @Described('The keys that let a caller in. Two at a time let one replace the other without a gap.')
  @ArrayMinSize(1, { message: 'must hold at least one key' })
  @ValidateNested({ each: true })
  @Type(() => ApiKeySettings)
  keys!: ApiKeySettings[];
}

export class AdminKeySettings extends ApiKeySettings {
  @Described(
    'What the key may do: aggregates (figures, and what is configured), queries (single records, their lists and exports, plans), payloads (what a capture kept of requests), actions (purge, replay, check, capture). All of them if absent.',
  )
  @IsOptional()
  @IsSubsetOf(...rights)
  @ArrayMinSize(1, { message: 'must hold at least one right, or be left out for all of them' })
  rights?: Right[];
}

/** Of the admin port, where keys differ in what they may do. */
export class AdminAuthenticationSettings extends AuthenticationSettings {
  @Type(() => AdminKeySettings)
  declare keys: AdminKeySettings[];
}

const authenticationMessage = 'must be none, or a section with keys';

/** The word `none` or a section with keys. */
export function IsAuthentication(): PropertyDecorator {
  const decorators = [
    ValidateIf((_, value) => value !== 'none'),
    ValidateNested({ message: authenticationMessage }),
    rule(
      'isAuthentication',
      (value) => value instanceof AuthenticationSettings,
      authenticationMessage,
      { anyOf: [{ const: 'none' }] },
      false,
    ),
  ];
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}
