/**
 * The badges of a request: its status, what the cache said, how much the source did. They look like Mantine's, and are plain
 * elements: the list of queries draws hundreds a second while it is scrolled, and Mantine's cost most of that time.
 */
import './verdict-badges.css';
import type { ReactElement, ReactNode } from 'react';

interface Properties {
  readonly color: 'red' | 'orange' | 'teal' | 'blue' | 'gray' | 'yellow';
  readonly children: ReactNode;
}

function VerdictBadge({ color, children }: Properties): ReactElement {
  return <span className={`verdict-badge verdict-${color}`}>{children}</span>;
}

export function StatusBadge({ status }: { readonly status: number }): ReactElement {
  return (
    <VerdictBadge color={status >= 500 ? 'red' : status >= 400 ? 'orange' : 'teal'}>{status}</VerdictBadge>
  );
}

export function CacheBadge({ isHit }: { readonly isHit: boolean | undefined }): ReactElement | undefined {
  if (isHit === undefined) return undefined;
  return <VerdictBadge color={isHit ? 'blue' : 'gray'}>{isHit ? 'hit' : 'miss'}</VerdictBadge>;
}

export function PushedBadge({ pushed }: { readonly pushed: boolean | undefined }): ReactElement | undefined {
  if (pushed === undefined) return undefined;
  return <VerdictBadge color={pushed ? 'teal' : 'yellow'}>{pushed ? 'pushed' : 'partly'}</VerdictBadge>;
}
