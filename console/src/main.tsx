/** Where the console starts in the browser. */
import './mantine.css';
import './theme.css';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client';
import { sessionQuery } from './api/session';
import { App } from './app';
import { pageAt } from './pages';
import { viewQuery } from './shell/view-query';

// What the first view waits for is under way before anything is drawn.
void queryClient.prefetchQuery(sessionQuery);
const page = pageAt(location.pathname);
if (page !== undefined) void queryClient.prefetchQuery(viewQuery(page));

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
