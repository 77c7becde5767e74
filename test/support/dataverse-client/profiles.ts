/** The clients that can be replayed: how each one speaks and what it asks of every entity set. */
import { bareManner, encodedManner, libraryManner, type Manner } from './manner';
import { judgeClientPaging } from './scenarios/client-paging';
import { judgeGrid, judgeStartsWith } from './scenarios/grid';
import { judgeHostileOperators } from './scenarios/hostile-operators';
import { judgeMakerViews } from './scenarios/maker-views';
import { judgeNPlusOne } from './scenarios/n-plus-one';
import { judgeOrderedViews } from './scenarios/ordered-views';
import { judgeRefusals } from './scenarios/refusals';
import { judgeServerPaging } from './scenarios/server-paging';
import { judgeFormRead, judgeReadSpellings } from './scenarios/single-read';
import type { Scenario } from './scenarios/stage';
import { judgeTolerance } from './scenarios/tolerance';
import { judgeWriteRefresh } from './scenarios/write-refresh';

export const profileNames = [
  'observed-minimal',
  'odata-client-7',
  'odata-client-7-server-paging',
  'encoded',
  'n-plus-one',
  'write-refresh',
  'hostile-ops',
] as const;

export type ProfileName = (typeof profileNames)[number];

export interface Profile {
  readonly manner: Manner;
  readonly scenarios: readonly Scenario[];
  /** Changes the endpoint's rows. */
  readonly writes?: true;
}

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  /** Exactly the request lines that somebody has published. */
  'observed-minimal': { manner: bareManner, scenarios: [judgeGrid, judgeStartsWith, judgeFormRead] },
  /** The client library that the provider evidently uses, with everything that a maker's views ask. */
  'odata-client-7': {
    manner: libraryManner,
    scenarios: [
      judgeGrid,
      judgeClientPaging,
      judgeOrderedViews,
      judgeMakerViews,
      judgeFormRead,
      judgeReadSpellings,
      judgeTolerance,
    ],
  },
  /** The data source's "server-side paging". */
  'odata-client-7-server-paging': { manner: libraryManner, scenarios: [judgeServerPaging] },
  /** The same questions with `%24`, `%27`, `%2C` and `+`. */
  encoded: {
    manner: encodedManner,
    scenarios: [judgeGrid, judgeStartsWith, judgeOrderedViews, judgeMakerViews, judgeFormRead],
  },
  'n-plus-one': { manner: libraryManner, scenarios: [judgeNPlusOne] },
  /** What a form does when it is saved, on rows of the replay's own. */
  'write-refresh': { manner: libraryManner, scenarios: [judgeWriteRefresh], writes: true },
  'hostile-ops': { manner: libraryManner, scenarios: [judgeHostileOperators, judgeRefusals] },
};
