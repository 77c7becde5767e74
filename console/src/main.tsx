/** Where the console starts in the browser. */
import '@mantine/core/styles.css';
import './theme.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
