/** Every page of the console: its address, its name, the right it asks for, and the file that draws it. A new page is one entry here. */
import type { ComponentType } from 'react';
import type { Right } from '../../src/server/admin/rights';
import { fitsPath } from './shell/fits-path';

export interface Page {
  /** As wouter matches it: `/queries/:id`. */
  readonly path: string;
  readonly title: string;
  /** Absent: whoever has a key may see it. */
  readonly right?: Right;
  /** Its icon in the navigation; pages without one are reached from others. */
  readonly icon?: Icon;
  /** Asked for when the page is first opened. Its parameters are in `useParams()` of wouter. */
  readonly load: () => Promise<{ readonly default: ComponentType }>;
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

export const pages: readonly Page[] = [
  { path: '/', title: 'Virtual table gateway', load: () => import('./shell/first-page') },
  {
    path: '/overview',
    title: 'Overview',
    right: 'aggregates',
    icon: 'overview',
    load: () => import('./overview/overview-page'),
  },
  {
    path: '/queries',
    title: 'Queries',
    right: 'queries',
    icon: 'queries',
    load: () => import('./queries/queries-page'),
  },
  { path: '/queries/:id', title: 'Query', right: 'queries', load: () => import('./query/query-page') },
  {
    path: '/fingerprints',
    title: 'Fingerprints',
    right: 'aggregates',
    icon: 'fingerprints',
    load: () => import('./fingerprints/fingerprints-page'),
  },
  {
    path: '/explain',
    title: 'Explain',
    right: 'queries',
    icon: 'explain',
    load: () => import('./explain/explain-page'),
  },
  {
    path: '/sets',
    title: 'Entity sets',
    right: 'aggregates',
    icon: 'sets',
    load: () => import('./sets/sets-page'),
  },
  {
    path: '/sets/:service/:set',
    title: 'Entity set',
    right: 'aggregates',
    load: () => import('./sets/set-page'),
  },
  {
    path: '/connections',
    title: 'Connections',
    right: 'aggregates',
    icon: 'connections',
    load: () => import('./connections/connections-page'),
  },
  {
    path: '/cache',
    title: 'Cache',
    right: 'aggregates',
    icon: 'cache',
    load: () => import('./cache/cache-page'),
  },
  {
    path: '/writes',
    title: 'Writes',
    right: 'queries',
    icon: 'writes',
    load: () => import('./writes/writes-page'),
  },
  {
    path: '/captures',
    title: 'Captures',
    right: 'queries',
    icon: 'captures',
    load: () => import('./captures/captures-page'),
  },
  {
    path: '/audit',
    title: 'Audit',
    right: 'queries',
    icon: 'audit',
    load: () => import('./audit/audit-page'),
  },
  {
    path: '/settings',
    title: 'Settings',
    right: 'aggregates',
    icon: 'settings',
    load: () => import('./settings/settings-page'),
  },
];

export function pageAt(path: string): Page | undefined {
  return pages.find((page) => fitsPath(page.path, path));
}
