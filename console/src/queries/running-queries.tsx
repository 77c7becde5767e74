/** What has not ended yet, on top of the list. */
import { Paper, Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import type { RunningQuery } from '../../../src/server/admin/answers';
import { durationText } from '../format/figures';

export function RunningQueries({ running }: { readonly running: readonly RunningQuery[] }): ReactElement {
  return (
    <Paper p={0} className="surface" aria-label="Running now" component="section">
      <Text size="xs" fw={600} c="dimmed" px="sm" pt={6}>
        Running now: {running.length}
      </Text>
      {running.length > 0 && (
        <Table layout="fixed">
          <Table.Tbody>
            {running.map(({ correlationId, milliseconds, stage, method, url }) => (
              <Table.Tr key={correlationId}>
                <Table.Td w={90}>{durationText(milliseconds)}</Table.Td>
                <Table.Td w={90}>{stage === undefined ? 'arrived' : `after ${stage}`}</Table.Td>
                <Table.Td className="query-url" style={{ overflowWrap: 'anywhere' }}>
                  {method} {url}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
