/** A figure or a word that says on hover, and on focus by the keyboard, what it means. */
import { Tooltip } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

export function Explained({
  by,
  children,
}: {
  /** Whole sentences: what is counted, from when, in which unit. */
  readonly by: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <Tooltip label={by} events={{ hover: true, focus: true, touch: true }}>
      {/* A button and not a span with tabIndex: a screen reader then tells that there is more. */}
      <button type="button" className="explained bare">
        {children}
      </button>
    </Tooltip>
  );
}
