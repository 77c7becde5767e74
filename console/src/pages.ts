/** Every page of the console: its address, its name, the right it asks for, and the file that draws it. A new page is one line here. */
import { type ComponentType, lazy } from 'react';
import type { Right } from '../../src/server/admin/rights';

export interface Page {
  /** As wouter matches it: `/queries/:id`. */
  readonly path: string;
  readonly title: string;
  readonly right: Right;
  /** Its icon in the navigation; pages without one are reached from others. */
  readonly icon?: Icon;
  /** Loaded when the page is first opened. Its parameters are in `useParams()` of wouter. */
  readonly View: ComponentType;
}

export type Icon =
  | 'overview'
  | 'queries'
  | 'fingerprints'
  | 'explain'
  | 'sets'
  | 'connections'
  | 'cache'
  | 'writes'
  | 'settings';

const Queries = lazy(() => import('./queries/queries-page'));
const OneQuery = lazy(() => import('./query/query-page'));
const Coming = lazy(() => import('./pieces/coming'));

export const pages: readonly Page[] = [
  { path: '/', title: 'Overview', right: 'aggregates', icon: 'overview', View: Coming },
  { path: '/queries', title: 'Queries', right: 'queries', icon: 'queries', View: Queries },
  { path: '/queries/:id', title: 'Query', right: 'queries', View: OneQuery },
  { path: '/fingerprints', title: 'Fingerprints', right: 'aggregates', icon: 'fingerprints', View: Coming },
  { path: '/explain', title: 'Explain', right: 'queries', icon: 'explain', View: Coming },
  { path: '/sets', title: 'Entity sets', right: 'aggregates', icon: 'sets', View: Coming },
  { path: '/sets/:service/:set', title: 'Entity set', right: 'aggregates', View: Coming },
  { path: '/connections', title: 'Connections', right: 'aggregates', icon: 'connections', View: Coming },
  { path: '/cache', title: 'Cache', right: 'aggregates', icon: 'cache', View: Coming },
  { path: '/writes', title: 'Writes', right: 'queries', icon: 'writes', View: Coming },
  { path: '/settings', title: 'Settings', right: 'aggregates', icon: 'settings', View: Coming },
];
