/** A titled part of the page of one query. */
import { Group, Paper, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

export function Section({
  title,
  aside,
  children,
}: {
  readonly title: string;
  /** At the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <Paper className="surface" component="section" aria-label={title}>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{title}</Title>
        {aside}
      </Group>
      {children}
    </Paper>
  );
}
