/** The records of requests, as class-validator classes. */
import 'reflect-metadata';
import { IsBoolean } from 'class-validator';
import { Described, IsDuration, IsSize } from './rules';

export class RecordSettings {
  @Described(
    'Whether each request leaves a record: what was asked, what ran where, and why. Literals are masked. It costs an answer from memory half as much again.',
  )
  @IsBoolean()
  enabled = false;

  @Described('How long a record is kept.')
  @IsDuration('1h', '8760h')
  keep = '336h';

  @Described('What all records may take on disk; the oldest give way.')
  @IsSize('1MiB', '64GiB')
  size = '512MiB';
}
