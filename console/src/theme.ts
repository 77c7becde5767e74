/** The look: system fonts, small sizes, and shades that keep the contrast of WCAG AA in light and dark. */
import { createTheme, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  components: {
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 600 } },
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Paper: { defaultProps: { withBorder: true, p: 'md' } },
    Table: { defaultProps: { fz: 'sm', verticalSpacing: 6, horizontalSpacing: 'sm' } },
    Tooltip: { defaultProps: { multiline: true, maw: 320, withArrow: true, openDelay: 150 } },
  },
});

/**
 * Shades as text on their own tint, on white (7:1 and more) and on the dark ground; Mantine's own reach 3.0 to 4.4 in places,
 * and AA asks for 4.5.
 */
const lightText = {
  blue: '#1456a0',
  teal: '#066649',
  green: '#1f6e2e',
  yellow: '#7a4d00',
  orange: '#963c00',
  red: '#a51d1d',
  grape: '#7c2a92',
  gray: '#414850',
} as const;

const darkText = {
  blue: '#a5d8ff',
  teal: '#96f2d7',
  green: '#b2f2bb',
  yellow: '#ffe066',
  orange: '#ffc078',
  red: '#ffb3b3',
  grape: '#eebefa',
  gray: '#d5dae0',
} as const;

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#1f2429',
    '--mantine-color-dimmed': '#565e67',
    '--mantine-color-placeholder': '#646c75',
    '--mantine-color-error': '#b42323',
    '--mantine-color-anchor': '#1763b0',
    '--mantine-color-default-border': '#ced4da',
    '--console-ground': '#f6f7f9',
    '--console-surface': '#ffffff',
    '--console-line': '#e3e6ea',
    '--console-hover': '#eef2f7',
    ...inks(lightText),
  },
  dark: {
    '--mantine-color-text': '#d3d7dc',
    '--mantine-color-dimmed': '#a0a7b0',
    '--mantine-color-placeholder': '#98a0a9',
    '--mantine-color-error': '#ff9c9c',
    '--mantine-color-anchor': '#74c0fc',
    '--mantine-color-body': '#1d2024',
    '--console-ground': '#16181b',
    '--console-surface': '#1d2024',
    '--console-line': '#33383e',
    '--console-hover': '#272b31',
    ...inks(darkText),
  },
});

function inks(shades: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(shades).flatMap(([color, shade]) => [
      [`--mantine-color-${color}-text`, shade],
      [`--mantine-color-${color}-light-color`, shade],
    ]),
  );
}
