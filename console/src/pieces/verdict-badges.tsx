/** The badges of a request: its status, what the cache said, how much the source did. */
import { Badge } from '@mantine/core';
import type { ReactElement } from 'react';

export function StatusBadge({ status }: { readonly status: number }): ReactElement {
  return <Badge color={status >= 500 ? 'red' : status >= 400 ? 'orange' : 'teal'}>{status}</Badge>;
}

export function CacheBadge({ isHit }: { readonly isHit: boolean | undefined }): ReactElement | undefined {
  if (isHit === undefined) return undefined;
  return <Badge color={isHit ? 'blue' : 'gray'}>{isHit ? 'hit' : 'miss'}</Badge>;
}

export function PushedBadge({ pushed }: { readonly pushed: boolean | undefined }): ReactElement | undefined {
  if (pushed === undefined) return undefined;
  return <Badge color={pushed ? 'teal' : 'yellow'}>{pushed ? 'pushed' : 'partly'}</Badge>;
}
