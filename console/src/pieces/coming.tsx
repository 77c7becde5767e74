/** Stands in for a page that is not built yet. */
import type { ReactElement } from 'react';
import { Empty } from './states';

export default function Coming(): ReactElement {
  return <Empty title="Not built yet">This page is to come.</Empty>;
}
