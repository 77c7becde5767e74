/** What has not ended yet, on top of the list: for how long it has been running, and what is being done. */
import { Badge, Paper, Table, Text } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import type { Stage } from '../../../src/record/query-record';
import { countText } from '../format/figures';
import type { Live } from './use-live';

const stageNames: Readonly<Record<Stage, string>> = {
  parse: 'parsing',
  bind: 'binding',
  fetch: 'fetching',
  answer: 'answering',
  send: 'sending',
};

export function RunningQueries({ running }: { readonly running: Live['running'] }): ReactElement {
  const now = useNow(running !== undefined && running.count > 0);
  return (
    <Paper p={0} className="surface" aria-label="Running now" component="section">
      <Text size="xs" fw={600} c="dimmed" px="sm" py={6}>
        {running === undefined
          ? 'The gateway does not tell what runs'
          : `Running now: ${countText(running.count)}`}
      </Text>
      {running !== undefined && running.count > 0 && (
        <Table layout="fixed" className="figures">
          <Table.Tbody>
            {running.items.map(({ correlationId, at, stage, method, service, url, calls }) => (
              <Table.Tr key={correlationId}>
                <Table.Td w={80}>
                  {elapsedText(running.at - at + Math.max(0, now - running.heardAt))}
                </Table.Td>
                <Table.Td w={100}>
                  <Badge variant="default">{stageNames[stage]}</Badge>
                </Table.Td>
                <Table.Td w={80} visibleFrom="sm">
                  {calls === 0 ? '' : `${countText(calls)} calls`}
                </Table.Td>
                <Table.Td className="query-url" style={{ overflowWrap: 'anywhere' }}>
                  {method} {service}/{url}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}

const TICK = 500;

function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isTicking) return undefined;
    const timer = setInterval(() => setNow(Date.now()), TICK);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}

/** Tenths: more of them nobody reads while they change. */
function elapsedText(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
