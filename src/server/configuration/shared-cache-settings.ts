/** The cache that all services share, as class-validator classes. */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, ValidateNested } from 'class-validator';
import { Described, IsDuration, IsRedisUrl, IsSize, IsText } from './rules';

export class RedisSettings {
  @Described('Address of the Redis that the instances share, with its password if it has one.')
  @IsRedisUrl()
  url!: string;

  @Described('Begins the names of keys and channels; instances with the same prefix belong together.')
  @IsText()
  prefix = 'vtg';

  @Described(
    'Whether each answer from memory asks Redis first: nothing is ever stale, at a round trip per hit.',
  )
  @IsBoolean()
  strict = false;

  @Described(
    'The longest that an answer is used unasked: what an instance that Redis cannot reach may show too old.',
  )
  @IsDuration('100ms', '1h')
  bound = '5s';

  @Described(
    'Whether rows are kept in Redis as well, for `bound` at most: what one instance has asked a source for, the others need not.',
  )
  @IsBoolean()
  rows = false;
}

export class SharedCacheSettings {
  @Described('Memory for stored answers and rows.')
  @IsSize('1MiB', '64GiB')
  size = '64MiB';

  @Described('Shares invalidations between several instances; one alone needs none.')
  @IsOptional()
  @ValidateNested()
  @Type(() => RedisSettings)
  redis?: RedisSettings;
}
