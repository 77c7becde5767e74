/** The page of the address, if the administrator has the right to see it. */
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Route, useLocation } from 'wouter';
import type { Session } from '../../../src/server/admin/answers';
import type { Right } from '../../../src/server/admin/rights';
import { type Page, pageAt } from '../pages';
import { ErrorBoundary } from '../pieces/error-boundary';
import { usePageTitle } from '../pieces/page-title';
import { Empty, Loading } from '../pieces/states';
import { viewQuery } from './view-query';

export function CurrentPage({ session }: { readonly session: Session }): ReactElement {
  const [location] = useLocation();
  const page = pageAt(location);
  return (
    <ErrorBoundary key={location}>
      {page === undefined ? (
        <Nowhere />
      ) : (
        <Route path={page.path}>
          <PermittedPage page={page} session={session} />
        </Route>
      )}
    </ErrorBoundary>
  );
}

function PermittedPage({ page, session }: { readonly page: Page; readonly session: Session }): ReactElement {
  const { title, right } = page;
  usePageTitle(title);
  if (right === undefined || session.rights.includes(right)) return <View page={page} />;
  return (
    <Empty title={`Your key does not open ${title}`}>
      It lacks the right <b>{right}</b>: {meaningOf(right)} Whoever configures the gateway can add it to the
      key.
    </Empty>
  );
}

function View({ page }: { readonly page: Page }): ReactElement {
  const { data: Drawn } = useQuery(viewQuery(page));
  return Drawn === undefined ? <Loading /> : <Drawn />;
}

function meaningOf(right: Right): string {
  switch (right) {
    case 'aggregates':
      return 'to see figures, and what is configured.';
    case 'queries':
      return 'to see single queries, their plans, and lists of them.';
    case 'payloads':
      return 'to see what was captured of requests.';
    case 'actions':
      return 'to purge, to replay, to check connections and to capture.';
  }
}

function Nowhere(): ReactElement {
  usePageTitle('Not found');
  return <Empty title="There is no such page">The navigation has all that there are.</Empty>;
}
