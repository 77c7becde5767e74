/** What a write needs beyond what a read does. */
import type { Environment } from '../reading/environment';
import type { Random } from '../rows/random';
import type { Ledger } from './ledger';
import type { NumberSequences } from './number-sequences';

export interface WriteEnvironment extends Environment {
  readonly ledger: Ledger;
  readonly sequences: NumberSequences;
  /** Draws the RecVersions of updates. */
  readonly versions: Random;
}
