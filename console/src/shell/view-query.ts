/**
 * The component that draws a page, loaded when it is first needed. Not by React's `lazy`: once that has drawn its fallback,
 * React draws nothing else in its place for 300 ms.
 */
import { queryOptions } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { Page } from '../pages';

export function viewQuery({ path, load }: Page) {
  return queryOptions<ComponentType>({
    queryKey: ['view', path],
    queryFn: async () => (await load()).default,
    staleTime: Infinity,
    gcTime: Infinity,
    throwOnError: true,
  });
}
