/** A chart of lines over time: its legend tells the values at the pointer, and a table tells all of them. */
import './overview.css';
import { Button, Group, Paper, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import { instantText } from '../format/figures';
import { type ChartProperties, type ChartSeries, valueText } from './chart-series';
import { ChartTable } from './chart-table';

/** Drawing is a fifth of the page's code, and the figures need not wait for it. */
const ChartCanvas = lazy(() => import('./chart-canvas'));

export function LineChart({ title, at, series }: ChartProperties): ReactElement {
  const [isTable, { toggle }] = useDisclosure(false);
  const [pointed, setPointed] = useState<number>();
  const shown = pointed ?? at.length - 1;
  return (
    <Paper component="figure" p="xs" className="surface chart" aria-label={title}>
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} size="h3">
          {title}
        </Title>
        <Button
          variant="subtle"
          size="compact-xs"
          aria-pressed={isTable}
          aria-label={`${title} as a table`}
          onClick={toggle}
        >
          {isTable ? 'Chart' : 'Table'}
        </Button>
      </Group>
      <div className="chart-legend figures">
        {series.map(({ label, color, values, text }) => (
          <span key={label}>
            <span className="chart-mark" style={{ background: `var(--mantine-color-${color}-text)` }} />
            {label} {valueText(values[shown], text)}
          </span>
        ))}
        {pointed !== undefined && <span>{instantText(at[pointed] ?? 0).replace(/\.\d+$/, '')}</span>}
      </div>
      {isTable ? (
        <ChartTable title={title} at={at} series={series} />
      ) : (
        <div className="chart-canvas" role="img" aria-label={described(title, series)}>
          <Suspense>
            <ChartCanvas at={at} series={series} onPoint={setPointed} />
          </Suspense>
        </div>
      )}
    </Paper>
  );
}

/** What the lines say, for those who do not see them. */
function described(title: string, series: readonly ChartSeries[]): string {
  const lines = series.map(({ label, values, text }) => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return `${label} has no values`;
    return `${label} ${valueText(values.at(-1), text)}, at most ${text(Math.max(...known))}`;
  });
  return `${title} in the last hour: ${lines.join('; ')}.`;
}
