/** The records of requests, as class-validator classes. */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsBoolean, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { PostgresStoreSettings, storeKinds, type StoreSettings } from './record-store-settings';
import { Described, IsDuration, IsSize } from './rules';
import { SinkSettings } from './sink-settings';

const storeMessage = 'must be a section with a kind';

export class RecordSettings {
  @Described(
    'Whether each request leaves a record: what was asked, what ran where, and why. Literals are masked.',
  )
  @IsBoolean()
  enabled = false;

  @Described('How long a record of a failure, of a change or of a request of a second and more is kept.')
  @IsDuration('1h', '8760h')
  keep = '720h';

  @Described('How long the record of any other read is kept; never longer than keep.')
  @IsDuration('1h', '8760h')
  keepReads = '168h';

  @Described('What all records may take on disk; the oldest give way, plain reads first.')
  @IsSize('1MiB', '64GiB')
  size = '512MiB';

  @Described(
    'Where records are kept: kind sqlite, a file in the data folder, if absent; kind postgresql, a database that several instances share.',
  )
  @IsOptional()
  @IsObject({ message: storeMessage })
  @ValidateNested({ message: storeMessage })
  @Type(() => PostgresStoreSettings, { discriminator: { property: 'kind', subTypes: storeKinds } })
  store?: StoreSettings;

  @Described('Where records go beside the store, as lists show them; only with enabled: true.')
  @IsOptional()
  @ValidateNested()
  @Type(() => SinkSettings)
  sinks?: SinkSettings;
}
