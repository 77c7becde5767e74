/** The ways to sign in to Microsoft Entra ID, each with the settings that it needs and no others. */
import { Equals, IsNotEmpty, IsOptional, IsString, Matches } from 'class-validator';
import { IsOrigin } from './is-origin';

const IsDirectory = (): PropertyDecorator =>
  Matches(/^[\w.-]+$/, { message: 'must be the Guid or the domain of a directory' });

/** @param secret whether administrators may not see it; what sounds like a secret and is none, they may */
const IsFilled = (secret = false): PropertyDecorator => {
  const decorators = [
    IsNotEmpty({ message: 'must not be empty', context: { secret } }),
    IsString({ message: 'must be text' }),
  ];
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
};

export class ClientSecret {
  @Equals('clientSecret')
  kind!: 'clientSecret';

  /** The directory of the environment, as a Guid or a domain. */
  @IsDirectory()
  tenantId!: string;

  /** The application that is registered in F&O under "Microsoft Entra ID applications". */
  @IsFilled()
  clientId!: string;

  @IsFilled(true)
  clientSecret!: string;

  /** Another sign-in host, for a national cloud or a fake one. Plain http only on this machine. */
  @IsOptional()
  @IsOrigin()
  authority?: string;
}

class Certificate {
  @Equals('certificate')
  kind!: 'certificate';

  @IsDirectory()
  tenantId!: string;

  @IsFilled()
  clientId!: string;

  /** A PEM file with the certificate and its private key. */
  @IsFilled()
  certificatePath!: string;

  @IsOptional()
  @IsOrigin()
  authority?: string;
}

class ManagedIdentity {
  @Equals('managedIdentity')
  kind!: 'managedIdentity';

  /** Of an identity that the machine shares with others; absent = the machine's own. */
  @IsOptional()
  @IsFilled()
  clientId?: string;
}

/** What is absent comes from the variables that the platform sets: `AZURE_TENANT_ID` and so on. */
class WorkloadIdentity {
  @Equals('workloadIdentity')
  kind!: 'workloadIdentity';

  @IsOptional()
  @IsDirectory()
  tenantId?: string;

  @IsOptional()
  @IsFilled()
  clientId?: string;

  /** The file that holds the federated token. */
  @IsOptional()
  @IsFilled()
  tokenFilePath?: string;

  @IsOptional()
  @IsOrigin()
  authority?: string;
}

/** Whatever the machine offers: variables, a managed identity, a developer's own sign-in. */
class DefaultCredential {
  @Equals('default')
  kind!: 'default';

  @IsOptional()
  @IsDirectory()
  tenantId?: string;

  /** Of a managed identity. */
  @IsOptional()
  @IsFilled()
  clientId?: string;
}

/** No token is sent: for a proxy in front that adds one. */
class NoCredential {
  @Equals('none')
  kind!: 'none';
}

export type CredentialConfiguration =
  ClientSecret | Certificate | ManagedIdentity | WorkloadIdentity | DefaultCredential | NoCredential;

/** The class of each kind. */
export const credentialKinds = [
  { name: 'clientSecret', value: ClientSecret },
  { name: 'certificate', value: Certificate },
  { name: 'managedIdentity', value: ManagedIdentity },
  { name: 'workloadIdentity', value: WorkloadIdentity },
  { name: 'default', value: DefaultCredential },
  { name: 'none', value: NoCredential },
];

/** A kind that is none of these; its check always fails. */
export class UnknownCredential {
  @Equals('one of the kinds above', {
    message: `must be one of ${credentialKinds.map(({ name }) => name).join(', ')}`,
  })
  kind!: never;
}
