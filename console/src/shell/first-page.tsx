/** Where the bare address leads: to what administrators look for first. */
import type { ReactElement } from 'react';
import { Redirect } from 'wouter';

export default function FirstPage(): ReactElement {
  return <Redirect to="/queries" replace />;
}
