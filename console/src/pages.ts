/** Every page of the console: its address, its name, the right it asks for, and the file that draws it. A new page is one line here. */
import { type ComponentType, lazy } from 'react';
import type { Right } from '../../src/server/admin/rights';

export interface Page {
  /** As wouter matches it: `/queries/:id`. */
  readonly path: string;
  readonly title: string;
  /** Absent: whoever has a key may see it. */
  readonly right?: Right;
  /** Its icon in the navigation; pages without one are reached from others. */
  readonly icon?: Icon;
  /** Loaded when the page is first opened. Its parameters are in `useParams()` of wouter. */
  readonly View: ComponentType;
}

export type Icon =
  | 'overview'
  | 'queries'
  | 'fingerprints'
  | 'writes'
  | 'explain'
  | 'sets'
  | 'connections'
  | 'cache'
  | 'captures'
  | 'audit'
  | 'settings';

const Overview = lazy(() => import('./overview/overview-page'));
const Queries = lazy(() => import('./queries/queries-page'));
const OneQuery = lazy(() => import('./query/query-page'));
const FirstPage = lazy(() => import('./shell/first-page'));
const Explain = lazy(() => import('./explain/explain-page'));
const Fingerprints = lazy(() => import('./fingerprints/fingerprints-page'));
const Writes = lazy(() => import('./writes/writes-page'));
const Sets = lazy(() => import('./sets/sets-page'));
const OneSet = lazy(() => import('./sets/set-page'));
const Connections = lazy(() => import('./connections/connections-page'));
const Captures = lazy(() => import('./captures/captures-page'));
const Audit = lazy(() => import('./audit/audit-page'));
const Settings = lazy(() => import('./settings/settings-page'));
const Cache = lazy(() => import('./cache/cache-page'));

export const pages: readonly Page[] = [
  { path: '/', title: 'Virtual table gateway', View: FirstPage },
  { path: '/overview', title: 'Overview', right: 'aggregates', icon: 'overview', View: Overview },
  { path: '/queries', title: 'Queries', right: 'queries', icon: 'queries', View: Queries },
  { path: '/queries/:id', title: 'Query', right: 'queries', View: OneQuery },
  {
    path: '/fingerprints',
    title: 'Fingerprints',
    right: 'aggregates',
    icon: 'fingerprints',
    View: Fingerprints,
  },
  { path: '/explain', title: 'Explain', right: 'queries', icon: 'explain', View: Explain },
  { path: '/sets', title: 'Entity sets', right: 'aggregates', icon: 'sets', View: Sets },
  { path: '/sets/:service/:set', title: 'Entity set', right: 'aggregates', View: OneSet },
  { path: '/connections', title: 'Connections', right: 'aggregates', icon: 'connections', View: Connections },
  { path: '/cache', title: 'Cache', right: 'aggregates', icon: 'cache', View: Cache },
  { path: '/writes', title: 'Writes', right: 'queries', icon: 'writes', View: Writes },
  { path: '/captures', title: 'Captures', right: 'queries', icon: 'captures', View: Captures },
  { path: '/audit', title: 'Audit', right: 'queries', icon: 'audit', View: Audit },
  { path: '/settings', title: 'Settings', right: 'aggregates', icon: 'settings', View: Settings },
];
