/** When a connection's source is left alone, as class-validator classes. */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsBoolean, ValidateNested } from 'class-validator';
import { standardBreaker } from '../../gateway/outgoing-breaker';
import { Described, IsDuration, IsWholeNumber } from './rules';

export class BreakerSettings {
  @Described(
    'Whether a source that fails is left alone for a while: what would ask it is answered 503 at once.',
  )
  @IsBoolean()
  enabled = true;

  @Described('Percent of the calls of ten seconds that must have failed: no answer, a broken one, or 5xx.')
  @IsWholeNumber(1, 100)
  failurePercent = standardBreaker.failurePercent;

  @Described('Calls in ten seconds that there must have been; retries count.')
  @IsWholeNumber(1, 100_000)
  calls = standardBreaker.calls;

  @Described('Time until the source is tried again, with one request; it doubles each time that this fails.')
  @IsDuration('100ms', '1h')
  pause = '5s';

  @Described('The longest time until the source is tried again.')
  @IsDuration('100ms', '1h')
  longestPause = '60s';
}

/** What every connection has, whatever its provider. */
export class ConnectionSettings {
  @Described('When the source is left alone.')
  @ValidateNested()
  @Type(() => BreakerSettings)
  breaker: BreakerSettings = new BreakerSettings();
}
