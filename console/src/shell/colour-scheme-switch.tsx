/** Chooses light, dark, or what the system says. */
import { NativeSelect, useMantineColorScheme } from '@mantine/core';
import type { ReactElement } from 'react';

const schemes = { auto: 'System', light: 'Light', dark: 'Dark' } as const;

export function ColourSchemeSwitch(): ReactElement {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <NativeSelect
      aria-label="Colours"
      value={colorScheme}
      onChange={({ currentTarget }) => setColorScheme(currentTarget.value as keyof typeof schemes)}
      data={Object.entries(schemes).map(([value, label]) => ({ value, label }))}
    />
  );
}
