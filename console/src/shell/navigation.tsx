/** The list of pages at the side. */
import { NavLink } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link, useLocation } from 'wouter';
import { pages } from '../pages';
import { NavigationIcon } from './navigation-icon';

export function Navigation({ onNavigate }: { readonly onNavigate: () => void }): ReactElement {
  const [location] = useLocation();
  return (
    <nav aria-label="Pages">
      {pages.flatMap(({ path, title, icon }) =>
        icon === undefined
          ? []
          : [
              <NavLink
                key={path}
                component={Link}
                href={path}
                label={title}
                leftSection={<NavigationIcon icon={icon} />}
                active={isWithin(path, location)}
                aria-current={path === location ? 'page' : undefined}
                onClick={onNavigate}
                variant="light"
                style={{ borderRadius: 'var(--mantine-radius-sm)' }}
              />,
            ],
      )}
    </nav>
  );
}

/** One query is a page of the queries. */
function isWithin(path: string, location: string): boolean {
  return location === path || (path !== '/' && location.startsWith(`${path}/`));
}
