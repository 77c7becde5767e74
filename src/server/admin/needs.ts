/** What a handler of the admin API asks of whoever calls it; {@link AdminGuard} reads it. */
import { SetMetadata } from '@nestjs/common';
import type { Right } from './rights';

/** `any`: whoever has a key. `nothing`: open to everybody. */
export type Need = Right | 'any' | 'nothing';

/** Where Nest keeps it. */
export const NEED = 'need';

/** On a controller for all its handlers, or on one of them. A handler for which neither says it answers nobody. */
export const Needs = (need: Need): ReturnType<typeof SetMetadata> => SetMetadata(NEED, need);
