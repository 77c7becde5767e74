/** Draws the lines, with uPlot: 360 values of several lines every few seconds cost it less than a frame. */
import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type ReactElement, useEffect, useRef } from 'react';
import UPlot from 'uplot';
import type { ChartColor, ChartProperties, ChartSeries } from './chart-series';

const HEIGHT = 160;
/** Room for the widest label of a value. */
const LABELS_WIDTH = 62;

interface Properties extends Omit<ChartProperties, 'title'> {
  /** Told which value the pointer is at, and when it leaves. */
  readonly onPoint: (index: number | undefined) => void;
}

export default function ChartCanvas({ at, series, onPoint }: Properties): ReactElement {
  const { ref, width } = useElementSize();
  const scheme = useComputedColorScheme();
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const latest = useRef({ at, series });
  latest.current = { at, series };
  useEffect(() => {
    if (width === 0 || frame.current === null) return undefined;
    const { series: lines } = latest.current;
    const drawn = new UPlot(optionsOf(lines, width, onPoint), dataOf(latest.current), frame.current);
    plot.current = drawn;
    return () => {
      plot.current = undefined;
      drawn.destroy();
    };
    // Colours are read when it is made: another scheme makes another.
  }, [width, scheme, onPoint]);
  useEffect(() => plot.current?.setData(dataOf({ at, series })), [at, series]);
  return (
    <div ref={ref}>
      <div ref={frame} style={{ height: HEIGHT }} />
    </div>
  );
}

function dataOf({ at, series }: Pick<Properties, 'at' | 'series'>): UPlot.AlignedData {
  return [at.map((instant) => instant / 1_000), ...series.map(({ values }) => [...values])];
}

function optionsOf(
  series: readonly ChartSeries[],
  width: number,
  onPoint: Properties['onPoint'],
): UPlot.Options {
  const [first] = series;
  const most = first?.most;
  const ink = { stroke: variable('--mantine-color-dimmed'), ticks: { show: false } };
  const grid = { stroke: variable('--console-line'), width: 1 };
  const font = '11px system-ui, sans-serif';
  return {
    width,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 5 } },
    scales: {
      x: { range: timeRange },
      y: { range: (_plot, _least, greatest) => [0, most ?? upperEnd(greatest)] },
    },
    axes: [
      {
        ...ink,
        grid: { show: false },
        font,
        size: 26,
        space: 60,
        values: (_plot, instants, _axis, _space, every) =>
          instants.map((instant) => clockText(instant, every)),
      },
      {
        ...ink,
        grid,
        font,
        size: LABELS_WIDTH,
        values: (_plot, values) => values.map((value) => first?.text(value) ?? ''),
      },
    ],
    series: [{}, ...series.map(({ label, color }) => lineOf(label, color))],
    hooks: { setCursor: [({ cursor: { idx } }) => onPoint(idx ?? undefined)] },
  };
}

function lineOf(label: string, color: ChartColor): UPlot.Series {
  return {
    label,
    stroke: variable(`--mantine-color-${color}-text`),
    width: 1.5,
    points: { size: 4, filter: alone },
  };
}

/** Seconds. Of a gateway that has just started there is little to show, and that little is not to look like an hour. */
const LEAST_SPAN = 600;

/** Of the instants themselves: of a single one uPlot makes a day. */
function timeRange({ data: [instants] }: UPlot): UPlot.Range.MinMax {
  const end = instants.at(-1) ?? Date.now() / 1_000;
  return [Math.min(instants[0] ?? end, end - LEAST_SPAN), end];
}

/** A value between gaps has no line, and would not be seen. */
function alone({ data }: UPlot, series: number): number[] {
  const values = data[series] ?? [];
  const isValue = (index: number): boolean => typeof values[index] === 'number';
  return Array.from(values, (_, index) => index).filter(
    (index) => isValue(index) && !isValue(index - 1) && !isValue(index + 1),
  );
}

/** Never nothing: a line at zero would lie in the middle. */
function upperEnd(greatest: number | null): number {
  return greatest === null || greatest <= 0 ? 1 : greatest * 1.05;
}

/** With seconds where the labels are less than a minute apart. */
function clockText(instant: number, every: number): string {
  return new Date(instant * 1_000).toTimeString().slice(0, every < 60 ? 8 : 5);
}

function variable(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
