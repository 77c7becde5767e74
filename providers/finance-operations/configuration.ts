/** What an administrator configures for a connection to Finance & Operations, and the checks on it. */
// `Type` reads the metadata that this package keeps, also where no server has loaded it yet.
import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayUnique,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationArguments,
} from 'class-validator';
import { isLoopback } from './origin';
import { defaultOptions } from './simulator/options';

const CREDENTIAL_KINDS = [
  'clientSecret',
  'certificate',
  'managedIdentity',
  'workloadIdentity',
  'default',
  'none',
] as const;

type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

type CredentialKey = Exclude<keyof CredentialConfiguration, 'kind'>;

/** The keys that each kind needs, and those that it may have besides. A key of another kind is a mistake. */
const KEYS_OF_KIND: Readonly<
  Record<CredentialKind, { needs: readonly CredentialKey[]; takes: readonly CredentialKey[] }>
> = {
  clientSecret: { needs: ['tenantId', 'clientId', 'clientSecret'], takes: ['authority'] },
  certificate: { needs: ['tenantId', 'clientId', 'certificatePath'], takes: ['authority'] },
  managedIdentity: { needs: [], takes: ['clientId'] },
  workloadIdentity: { needs: [], takes: ['tenantId', 'clientId', 'tokenFilePath', 'authority'] },
  default: { needs: [], takes: ['tenantId', 'clientId'] },
  none: { needs: [], takes: [] },
};

const needed = (key: CredentialKey) =>
  ValidateIf(
    (credential: CredentialConfiguration) =>
      credential[key] !== undefined || (KEYS_OF_KIND[credential.kind]?.needs.includes(key) ?? false),
  );

/** How the gateway signs in to Microsoft Entra ID. */
export class CredentialConfiguration {
  /** `none` sends no token at all: for a proxy in front that adds one. */
  @IsIn(CREDENTIAL_KINDS)
  @OnlyKeysOfKind()
  kind!: CredentialKind;

  /** The directory of the environment, as a Guid or a domain. */
  @needed('tenantId')
  @IsString()
  @Matches(/^[\w.-]+$/, { message: '$property must be the Guid or the domain of a directory' })
  tenantId?: string;

  /** The application that is registered in F&O under "Microsoft Entra ID applications". */
  @needed('clientId')
  @IsString()
  @MinLength(1)
  clientId?: string;

  @needed('clientSecret')
  @IsString()
  @MinLength(1)
  clientSecret?: string;

  /** A PEM file with the certificate and its private key. */
  @needed('certificatePath')
  @IsString()
  @MinLength(1)
  certificatePath?: string;

  /** The file that holds the federated token. Default: `AZURE_FEDERATED_TOKEN_FILE`. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  tokenFilePath?: string;

  /** Another sign-in host, for a national cloud or a fake one. Plain http only on loopback, with `clientSecret`. */
  @IsOptional()
  @IsOriginAddress()
  authority?: string;
}

export class FinanceOperationsConfiguration {
  /** `https://<environment>.operations.dynamics.com`. */
  @ValidateIf((configuration: FinanceOperationsConfiguration) => configuration.simulator === undefined)
  @IsDefined({ message: 'url is missing (or `simulator: true` to try the provider without an environment)' })
  @IsOriginAddress()
  url?: string;

  @ValidateIf((configuration: FinanceOperationsConfiguration) => configuration.simulator === undefined)
  @IsDefined({ message: 'credential is missing' })
  @ValidateNested()
  @Type(() => CredentialConfiguration)
  credential?: CredentialConfiguration;

  /** Instead of `url`: an environment simulated inside this process. `true`, or the simulator's own switches. */
  @IsOptional()
  @IsSimulatorSwitch()
  simulator?: boolean | Readonly<Record<string, unknown>>;

  /** Hosts other than that of `url` which next links may name, such as an internal name behind a load balancer. */
  @IsOptional()
  @ArrayUnique()
  @IsString({ each: true })
  @Matches(/^[\w.-]+$/, { each: true, message: 'linkHosts must be host names' })
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

  /** How long discovered columns are used before they are looked up again: `24h`, `30m`. Default: 24h. */
  @IsOptional()
  @Matches(/^\d+(s|m|h|d)$/, { message: 'metadataTtl must be a duration such as 24h or 30m' })
  metadataTtl?: string;

  /**
   * `exact`: F&O compares plain Latin text as the gateway does, so counting and paging are left to it. `superset`: its database
   * has an unusual collation; every text comparison is repeated by the gateway. Default: exact.
   */
  @IsOptional()
  @IsIn(['exact', 'superset'])
  text?: 'exact' | 'superset';
}

function OnlyKeysOfKind(): PropertyDecorator {
  return ValidateBy({
    name: 'onlyKeysOfKind',
    validator: {
      validate: (_kind, context) => strayKeys(context).length === 0,
      defaultMessage: (context) => `a credential of this kind takes no ${strayKeys(context).join(', ')}`,
    },
  });
}

function strayKeys(context: ValidationArguments | undefined): readonly string[] {
  const credential = (context?.object ?? {}) as Partial<CredentialConfiguration>;
  const keys = credential.kind === undefined ? undefined : KEYS_OF_KIND[credential.kind];
  if (keys === undefined) return [];
  const known: readonly string[] = [...keys.needs, ...keys.takes];
  const others = Object.values(KEYS_OF_KIND).flatMap(({ needs, takes }) => [...needs, ...takes]);
  return [...new Set(others)].filter((key) => credential[key] !== undefined && !known.includes(key));
}

function IsOriginAddress(): PropertyDecorator {
  return ValidateBy({
    name: 'isOriginAddress',
    validator: {
      validate: (value) => originFault(value) === undefined,
      defaultMessage: (context) => `${context?.property ?? 'url'} ${originFault(context?.value) ?? ''}`,
    },
  });
}

function originFault(value: unknown): string | undefined {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url === null) return 'must be an address such as https://contoso.operations.dynamics.com';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return 'must begin with https:// (http:// only for this machine)';
  }
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return 'must end after the host name';
  return undefined;
}

function IsSimulatorSwitch(): PropertyDecorator {
  return ValidateBy({
    name: 'isSimulatorSwitch',
    validator: {
      validate: (value) => simulatorFault(value) === undefined,
      defaultMessage: (context) => simulatorFault(context?.value) ?? '',
    },
  });
}

function simulatorFault(value: unknown): string | undefined {
  if (value === true) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'simulator must be true or the settings of the simulator';
  }
  const known = defaultOptions();
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(known, key));
  return unknown.length === 0 ? undefined : `the simulator has no setting ${unknown.join(', ')}`;
}
