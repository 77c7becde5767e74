/** What a scenario has at hand: the table under judgement, its sample, and the service around it. */
import type { CheckResult } from '../check';
import type { Sample } from '../sample';
import type { ServiceModel } from '../service-model';
import type { TableSession } from '../table-session';
import type { UpstreamCounter } from '../upstream-counter';

export interface Stage {
  readonly session: TableSession;
  readonly sample: Sample;
  readonly service: ServiceModel;
  /** Where an admin address was given. */
  readonly upstream: UpstreamCounter | undefined;
}

/** A group of checks on one entity set. */
export type Scenario = (stage: Stage) => Promise<readonly CheckResult[]>;
