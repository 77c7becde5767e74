/** Whether the gateway asks a source, or leaves it alone because it failed; and what that was judged by. */
import { Badge } from '@mantine/core';
import type { ReactElement } from 'react';
import type { Breaker } from '../../../src/server/admin/answers';
import { countText, instantText } from '../format/figures';
import { Explained } from '../pieces/explained';

export function BreakerBadge({ breaker }: { readonly breaker: Breaker }): ReactElement {
  return (
    <Explained by={meaningOf(breaker)}>
      <Badge color={colours[breaker.state]}>{textOf(breaker)}</Badge>
    </Explained>
  );
}

const colours = { closed: 'teal', open: 'red', probing: 'orange' } as const;

function textOf(breaker: Breaker): string {
  switch (breaker.state) {
    case 'closed':
      return breaker.failures === 0 ? 'asked' : `asked, ${countText(breaker.failures)} failed`;
    case 'open':
      return `left alone until ${instantText(breaker.until)}`;
    case 'probing':
      return 'being tried';
  }
}

function meaningOf({ state, origin, calls, failures }: Breaker): string {
  const window = `Of the ${countText(calls)} calls of the last ten seconds ${countText(failures)} failed: no answer, a broken one, or 5xx.`;
  switch (state) {
    case 'closed':
      return `Breaker closed: ${origin} is asked. ${window}`;
    case 'open':
      return `Breaker open: ${origin} failed too often, and nothing is sent to it. Reads are answered from memory where that is allowed, all else 503. At the time that is shown, or with the next request after it, one request tries whether it is back. ${window}`;
    case 'probing':
      return `Breaker half open: one request tries whether ${origin} is back; the others are answered 503 meanwhile. ${window}`;
  }
}
