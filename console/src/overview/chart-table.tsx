/** The values of a chart as a table, the newest first: the same to whoever cannot see lines, or wants figures. */
import { Table } from '@mantine/core';
import type { ReactElement } from 'react';
import { instantText } from '../format/figures';
import { type ChartProperties, valueText } from './chart-series';

/** One row for so many values: of 360 nobody reads all. */
const EVERY = 6;

export function ChartTable({ title, at, series }: ChartProperties): ReactElement {
  const rows = at
    .map((instant, index) => ({ instant, index }))
    .toReversed()
    .filter((_, row) => row % EVERY === 0);
  return (
    <div className="chart-rows" tabIndex={0} role="region" aria-label={`${title}, values`}>
      <Table className="figures" verticalSpacing={2}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Time</Table.Th>
            {series.map(({ label }) => (
              <Table.Th key={label}>{label}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ instant, index }) => (
            <Table.Tr key={instant}>
              <Table.Td>{instantText(instant).replace(/\.\d+$/, '')}</Table.Td>
              {series.map(({ label, values, text }) => (
                <Table.Td key={label}>{valueText(values[index], text)}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
