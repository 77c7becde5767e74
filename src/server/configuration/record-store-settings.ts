/** Where records are kept, as class-validator classes. */
import 'reflect-metadata';
import { IsOptional } from 'class-validator';
import type { PostgresAddress } from '../../record/store/postgres-address';
import type { FaultCollector, Path } from './fault';
import { Described, IsOneOf, IsPassword, IsPostgresUrl, IsSchemaName, IsText } from './rules';

const PORT = 5_432;

/** A file in the data folder has nothing to be set. */
class SqliteStoreSettings {}

export class PostgresStoreSettings {
  @Described('Address of the database: postgresql://host:port/database, with user and password or without.')
  @IsPostgresUrl()
  url!: string;

  @Described('Who logs in; unless url says so.')
  @IsOptional()
  @IsText()
  user?: string;

  @Described(
    'The password, best as ${NAME} from the environment; nothing in it needs an escape, as it would in url.',
  )
  @IsOptional()
  @IsPassword()
  password?: string;

  @Described(
    'verify-full: only a certificate of this host that a known authority has signed (NODE_EXTRA_CA_CERTS names more of them). require: any certificate. disable: no TLS.',
  )
  @IsOneOf('verify-full', 'require', 'disable')
  tls: PostgresAddress['tls'] = 'verify-full';

  @Described(
    'Schema that holds the tables, made if it is not there; instances with the same one share their records.',
  )
  @IsSchemaName()
  schema = 'vtg';
}

export type StoreSettings = SqliteStoreSettings | PostgresStoreSettings;

export const storeKinds = [
  { name: 'sqlite', value: SqliteStoreSettings },
  { name: 'postgresql', value: PostgresStoreSettings },
];

/** Undefined for SQLite. */
export function postgresOf(
  settings: StoreSettings | undefined,
  path: Path,
  faults: FaultCollector,
): PostgresAddress | undefined {
  if (!(settings instanceof PostgresStoreSettings)) return undefined;
  const url = URL.parse(settings.url);
  if (url === null) return undefined;
  const user = settings.user ?? decodeURIComponent(url.username);
  if (user === '') faults.add([...path, 'user'], 'is missing: url does not say who logs in either');
  const password = settings.password ?? decodeURIComponent(url.password);
  return {
    // An address of IPv6 stands in brackets in a URL only.
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? PORT : Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)),
    user,
    ...(password === '' ? {} : { password }),
    tls: settings.tls,
    schema: settings.schema,
  };
}
