/** What a chart shows: lines over one time, and how their values read. */

export interface ChartSeries {
  readonly label: string;
  readonly color: ChartColor;
  /** Null where there is no value: the line has a gap. */
  readonly values: readonly (number | null)[];
  readonly text: (value: number) => string;
  /** The upper end of the scale, if it is always the same. */
  readonly most?: number;
}

/** Those of the theme that have the contrast of text, in light and in dark. */
export type ChartColor = 'blue' | 'yellow' | 'red' | 'teal' | 'grape';

export interface ChartProperties {
  readonly title: string;
  /** When each value was so, in milliseconds since 1970. */
  readonly at: readonly number[];
  readonly series: readonly ChartSeries[];
}

export function valueText(value: number | null | undefined, text: ChartSeries['text']): string {
  return value === null || value === undefined ? '–' : text(value);
}
