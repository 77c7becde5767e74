/** The title of the browser's tab, which is what a screen reader says first of a new page. */
import { useEffect } from 'react';

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Virtual table gateway`;
  }, [title]);
}
