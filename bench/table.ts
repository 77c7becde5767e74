/** The table that the benchmark prints: a line for each figure, with what it is compared to and what was promised. */

export interface Measured {
  readonly what: string;
  readonly ours: number;
  readonly unit: 'µs' | 'ms' | 'MB';
  /** The same work, done by something else in the same run; `ratio` is of each turn, where they took turns. */
  readonly control?: { readonly name: string; readonly value: number; readonly ratio?: number };
  /** The promise: at most so much, or at most so many times the control. */
  readonly most?: { readonly value: number } | { readonly ratio: number };
}

export function printTable(measured: readonly Measured[]): string {
  const lines = [
    ['what', 'gateway', 'compared to', 'ratio', 'promised', ''],
    ...measured.map((each) => cellsOf(each)),
  ];
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const text = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [text[0], rule, ...text.slice(1)].join('\n');
}

function cellsOf(each: Measured): readonly string[] {
  const { what, ours, unit, control } = each;
  return [
    what,
    `${figure(ours)} ${unit}`,
    control === undefined ? '' : `${figure(control.value)} ${unit} ${control.name}`,
    control === undefined ? '' : `${ratioOf(each).toFixed(2)} ×`,
    promiseOf(each),
    verdictOf(each),
  ];
}

function promiseOf({ most, unit }: Measured): string {
  if (most === undefined) return '';
  return 'ratio' in most ? `≤ ${most.ratio} ×` : `< ${most.value} ${unit}`;
}

function verdictOf(each: Measured): string {
  const { ours, most } = each;
  if (most === undefined) return '';
  const kept = 'ratio' in most ? ratioOf(each) <= most.ratio : ours < most.value;
  return kept ? 'kept' : 'MISSED';
}

function ratioOf({ ours, control }: Measured): number {
  return control?.ratio ?? ours / (control?.value ?? Number.NaN);
}

/** Three digits that count. */
function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
