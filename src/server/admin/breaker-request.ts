/** What an administrator may do to a breaker: close it. Who wants a source left alone stops what asks it. */
import 'reflect-metadata';
import { Described, IsOneOf } from '../configuration/rules';

export class BreakerRequest {
  @Described('closed: the source is asked again from now on.')
  @IsOneOf('closed')
  state!: 'closed';
}
