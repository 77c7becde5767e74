/** A configuration that uses everything once, and the tiny provider that it names. */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { faultText } from '../../../src/server/configuration/fault';
import { loadConfiguration, type LoadOutcome } from '../../../src/server/configuration/load-configuration';
import type { Provider } from '../../../src/provider-sdk/index';

class Credential {
  @IsIn(['clientSecret', 'managedIdentity'])
  kind!: string;

  @ValidateIf(({ kind }: Credential) => kind === 'clientSecret')
  @IsString()
  @MinLength(4, { message: '$property $value is too short' })
  secret?: string;
}

class FolderStore {
  @IsString()
  folder!: string;
}

class TableStore {
  @IsString()
  table!: string;
}

class FakeConfiguration {
  @IsUrl({ require_tld: false })
  url!: string;

  @ValidateNested()
  @Type(() => Credential)
  credential!: Credential;

  @IsOptional()
  @IsInt()
  @Min(1)
  pageSize?: number;

  @IsOptional()
  @IsBoolean()
  verify = true;

  @IsOptional()
  @IsString({ each: true })
  @Matches(/^[a-z]+$/, { each: true })
  hosts?: string[];

  @IsOptional()
  @ValidateNested()
  @Type(() => Object, {
    discriminator: {
      property: 'kind',
      subTypes: [
        { name: 'folder', value: FolderStore },
        { name: 'table', value: TableStore },
      ],
    },
  })
  store?: FolderStore | TableStore;
}

class NothingConfiguration {}

const neverOpened = (): never => {
  throw new Error('Configuration must open nothing');
};

export const providers: readonly Provider[] = [
  {
    name: 'fake',
    configuration: FakeConfiguration,
    templates: {
      Customers: {
        entity: 'CustomersV3',
        key: { name: 'CustomerId', from: ['dataAreaId', 'CustomerAccount'] },
        description: 'Who buys',
        properties: {
          Name: 'OrganizationName',
          Email: 'PrimaryContactEmail',
          Group: { lookup: 'CustomerGroups', from: ['dataAreaId', 'CustomerGroupId'] },
        },
      },
      CustomerGroups: {
        entity: 'CustomerGroups',
        key: { name: 'GroupId', from: ['dataAreaId', 'CustomerGroupId'] },
        properties: { Description: 'Description' },
      },
    },
    open: neverOpened,
  },
  { name: 'nothing', configuration: NothingConfiguration, open: neverOpened },
];

export const example = `# Everything once.
publicUrl: https://gateway.example.com/odata-gateway/
data: { port: 3000, host: 127.0.0.1 }
admin:
  port: 3001
  host: 0.0.0.0
  auth: { keys: [{ id: ops, secret: \${OPS_KEY} }] }
limits:
  url: 16KiB
  scanRows: 50000
linkSecret: 0123456789abcdef-link
connections:
  contoso:
    provider: fake
    url: https://contoso.example/\${REGION}
    credential: { kind: clientSecret, secret: \${CONTOSO_SECRET} }
    pageSize: \${PAGE_SIZE}
    verify: \${VERIFY}
    hosts: [alpha, beta]
    store: { kind: folder, folder: /tmp }
  spare:
    provider: nothing
services:
  sales:
    description: Customers and their groups
    auth:
      keys:
        - id: dataverse-2026
          secret: \${SALES_KEY}
          header: X-Functions-Key
          query: code
        - { id: dataverse-2025, secret: "old-key-old-key-old-key" }
    timeout: 20s
    profile: dataverse
    collation: ordinal
    namespace: Contoso.Sales
    pageSize: 500
    maxPageSize: 2000
    limits: { scanCalls: 10 }
    entitySets:
      Customers:
        connection: contoso
        template: Customers
        typeName: Client
        description: Everybody who buys
        properties:
          Email: false
          Account: CustomerAccount
          Phone: { column: PrimaryContactPhone, description: As dialled }
        write: [insert, update]
        cache: { ttl: 60s, staleWhileRevalidate: 5m, complete: 500 }
      Groups:
        connection: contoso
        template: CustomerGroups
      Orders:
        connection: contoso
        entity: SalesOrderHeadersV2
        key:
          name: OrderId
          from: [dataAreaId, SalesOrderNumber]
        properties:
          Number: SalesOrderNumber
          Customer: { lookup: Customers, from: [dataAreaId, OrderingCustomer] }
      Everything:
        connection: spare
        entity: Table
        key: { name: RowId, from: [Id] }
  public:
    auth: none
    entitySets: {}
cache: { size: 128MiB, redis: { url: 'redis://:secret@redis:6379', prefix: sales, bound: 2s } }
`;

export const environment = {
  OPS_KEY: 'ops-key-ops-key-ops-key',
  REGION: 'west',
  CONTOSO_SECRET: 'c0ntoso-client-secret',
  PAGE_SIZE: '250',
  VERIFY: 'false',
  SALES_KEY: '1234567890123456',
  SHORT: 'short-value',
};

export function load(text: string, env: Readonly<Record<string, string>> = environment): LoadOutcome {
  return loadConfiguration({ path: 'gateway.yaml', env, providers, readFile: () => text });
}

export function faultsOf(text: string, env?: Readonly<Record<string, string>>): readonly string[] {
  const outcome = load(text, env);
  return 'faults' in outcome ? outcome.faults.map(faultText) : [];
}
