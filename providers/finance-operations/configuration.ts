/** What an administrator configures for a connection to Finance & Operations, and the checks on it. */
import { Type } from 'class-transformer';
import {
  ArrayUnique,
  IsDefined,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type CredentialConfiguration, credentialKinds, UnknownCredential } from './credential-configuration';
import { IsOrigin } from './is-origin';
import { defaultOptions } from './simulator/options';

const UnlessSimulated = (): PropertyDecorator =>
  ValidateIf((configuration: FinanceOperationsConfiguration) => configuration.simulator === undefined);

export class FinanceOperationsConfiguration {
  /** `https://<environment>.operations.dynamics.com`. */
  @UnlessSimulated()
  @IsDefined({ message: 'is missing (or `simulator: true`, to try the provider without an environment)' })
  @IsOrigin()
  url?: string;

  /** How the gateway signs in to Microsoft Entra ID. */
  @UnlessSimulated()
  @IsDefined({ message: 'is missing' })
  @IsObject({ message: 'must be a section with a kind' })
  @ValidateNested({ message: 'must be a section with a kind' })
  @Type(() => UnknownCredential, {
    discriminator: { property: 'kind', subTypes: credentialKinds },
    keepDiscriminatorProperty: true,
  })
  credential?: CredentialConfiguration;

  /** Instead of `url`: an environment simulated inside this process. `true`, or the simulator's own settings. */
  @IsOptional()
  @IsSimulator()
  simulator?: boolean | Readonly<Record<string, unknown>>;

  /** Hosts other than that of `url` which next links may name, such as an internal name behind a load balancer. */
  @IsOptional()
  @ArrayUnique({ message: 'must name each host once' })
  @Matches(/^[\w.-]+$/, { each: true, message: 'must be a list of host names' })
  linkHosts?: string[];

  /** The longest URL that is sent. Longer lists are split into several calls. Default: 2000. */
  @IsOptional()
  @IsInt()
  @Min(500)
  @Max(30_000)
  maxUrlLength?: number;

  /** The rows asked for in one answer, as far as F&O heeds it. Default: 5000. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  pageSize?: number;

  /** How long discovered columns are used before they are looked up again. Default: 24h. */
  @IsOptional()
  @Matches(/^\d+(s|m|h|d)$/, { message: 'must be a duration such as 24h or 30m' })
  metadataTtl?: string;

  /**
   * `exact`: F&O compares plain Latin text as the gateway does, so counting and paging are left to it. `superset`: its
   * database has an unusual collation; every text comparison is repeated by the gateway. Default: exact.
   */
  @IsOptional()
  @IsIn(['exact', 'superset'])
  text?: 'exact' | 'superset';
}

function IsSimulator(): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isSimulator',
      validator: {
        validate: (value) => simulatorFault(value) === undefined,
        defaultMessage: (context) => simulatorFault(context?.value) ?? '',
      },
    },
    { context: { schema: { anyOf: [{ const: true }, { type: 'object' }] } } },
  );
}

function simulatorFault(value: unknown): string | undefined {
  if (value === true) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be true or the settings of the simulator';
  }
  const known = defaultOptions();
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(known, key));
  return unknown.length === 0 ? undefined : `has no setting ${unknown.join(', ')}`;
}
