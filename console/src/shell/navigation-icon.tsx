/** The icons of the navigation: strokes on a field of 16 by 16. */
import type { ReactElement } from 'react';
import type { Icon } from '../pages';

const strokes: Readonly<Record<Icon, string>> = {
  overview: 'M2 14h12M3.5 11.5V8M6.5 11.5V3M9.5 11.5V6M12.5 11.5V9',
  queries: 'M2 4h12M2 8h12M2 12h8',
  fingerprints:
    'M3 6a5 5 0 0 1 10 0v3M5.5 14c-.8-1.5-1-3-1-5V6.5a3.5 3.5 0 0 1 7 0V10M8 6.5V10c0 1.5.3 3 1 4',
  explain: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14M7 5v2.5M7 9.3v.1',
  sets: 'M2 3h12v10H2zM2 6.5h12M6.5 6.5V13',
  connections: 'M5.5 2v3M10.5 2v3M3.5 5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12v2.5',
  writes: 'M3 13l.6-2.9L10.7 3l2.3 2.3-7.1 7.1zM9 4.7 11.3 7',
  captures: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  audit: 'M4 2h8v12H4zM6 5h4M6 8h4M6 11h2',
  settings: 'M2 5h7M13 5h1M2 11h1M7 11h7M9 5a2 2 0 1 0 4 0 2 2 0 1 0-4 0M3 11a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
  cache: 'M2.5 4c0-2.7 11-2.7 11 0s-11 2.7-11 0v8c0 2.7 11 2.7 11 0V4M2.5 8c0 2.7 11 2.7 11 0',
};

export function NavigationIcon({ icon }: { readonly icon: Icon }): ReactElement {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={strokes[icon]} />
    </svg>
  );
}
