/** Where the bare address leads: to what administrators look for first, as far as the key opens it. */
import type { ReactElement } from 'react';
import { Redirect } from 'wouter';
import { useRight } from './session-context';

export default function FirstPage(): ReactElement {
  return <Redirect to={useRight('aggregates') ? '/overview' : '/queries'} replace />;
}
