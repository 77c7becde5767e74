/** The file as a whole, as class-validator classes: where the gateway listens, its limits, its connections and services. */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { AdminAuthenticationSettings, IsAuthentication } from './authentication-settings';
import { RecordSettings } from './record-settings';
import { Described, IsPort, IsPublicUrl, IsSecret, IsSection, IsSize, IsText, IsWholeNumber } from './rules';
import { MapOf } from './sections';
import { ServiceSettings } from './service-settings';
import { SharedCacheSettings } from './shared-cache-settings';

export class DataSettings {
  @Described('Port of the OData services. VTG_PORT overrides it.')
  @IsPort()
  port = 3000;

  @Described('Address to listen on; 0.0.0.0 for every one that this machine has. VTG_HOST overrides it.')
  @IsText()
  host = '127.0.0.1';
}

export class AdminSettings {
  @Described('Port of the console, the admin API and the metrics. VTG_ADMIN_PORT overrides it.')
  @IsPort()
  port = 3001;

  @Described('Address to listen on. Anything but this machine itself needs auth with keys.')
  @IsText()
  host = '127.0.0.1';

  @Described('Who may use the admin port: none (everybody on this machine) or keys.')
  @IsOptional()
  @IsAuthentication()
  @Type(() => AdminAuthenticationSettings)
  auth?: 'none' | AdminAuthenticationSettings;
}

/** Of the services too, each of which may lower or raise its own. */
export class LimitSettings {
  @Described('Longest URL of a request.')
  @IsSize('1KiB', '64KiB')
  url = '32KiB';

  @Described('Deepest nesting of an expression.')
  @IsWholeNumber(5, 100)
  nesting = 100;

  @Described('Most nodes in all expressions of a request.')
  @IsWholeNumber(50, 50_000)
  nodes = 5_000;

  @Described('Most rows read from a source to answer one request.')
  @IsWholeNumber(1, 100_000_000)
  scanRows = 100_000;

  @Described('Most calls made to a source to answer one request.')
  @IsWholeNumber(1, 100_000)
  scanCalls = 50;
}

/** Part of a URL: letters, digits and what needs no escape. */
const serviceNames = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/,
  message: 'must be a name of letters, digits, ., _, ~ and -, at most 64: it becomes part of the address',
};

/** Also the name of a folder. */
export const connectionNames = {
  pattern: /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
  message: 'must be a name of letters, digits, _ and -, beginning with a letter, at most 64',
};

export class GatewaySettings {
  @Described('Address that all links begin with, as callers see it. VTG_PUBLIC_URL overrides it.')
  @IsOptional()
  @IsPublicUrl()
  publicUrl?: string;

  @Described('The port that serves OData.')
  @ValidateNested()
  @Type(() => DataSettings)
  data: DataSettings = new DataSettings();

  @Described('The port for administrators.')
  @ValidateNested()
  @Type(() => AdminSettings)
  admin: AdminSettings = new AdminSettings();

  @Described('How much one request may ask for.')
  @ValidateNested()
  @Type(() => LimitSettings)
  limits: LimitSettings = new LimitSettings();

  @Described('The cache of all services; what is stored is said at each entity set.')
  @ValidateNested()
  @Type(() => SharedCacheSettings)
  cache: SharedCacheSettings = new SharedCacheSettings();

  @Described('What is remembered of each request, for the administrator.')
  @ValidateNested()
  @Type(() => RecordSettings)
  records: RecordSettings = new RecordSettings();

  @Described(
    'Signs the links to further pages. The same on all instances; made and kept in the data folder if absent.',
  )
  @IsOptional()
  @IsSecret()
  linkSecret?: string;

  /** Read entry by entry, each with the class of its own provider. */
  @Described('The external systems, by name.')
  @IsSection()
  connections!: Readonly<Record<string, unknown>>;

  @Described('The service roots, by name: /odata/<name>/.')
  @MapOf({ type: ServiceSettings, names: serviceNames })
  services!: ReadonlyMap<string, ServiceSettings>;
}
