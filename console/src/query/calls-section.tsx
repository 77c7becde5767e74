/** The calls to sources as a waterfall: when each began, how long it took, what came back. */
import { Badge, Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import type { QueryRecord, UpstreamCall } from '../../../src/record/query-record';
import { bytesText, countText, durationText } from '../format/figures';
import { StatusBadge } from '../pieces/verdict-badges';
import { Section } from './section';

export function CallsSection({ record }: { readonly record: QueryRecord }): ReactElement {
  const { calls = [], furtherCalls, milliseconds } = record;
  const span = Math.max(milliseconds, ...calls.map((call) => call.startedAfter + call.milliseconds), 0.001);
  return (
    <Section
      title="Calls to the source"
      aside={
        calls.length > 0 && (
          <Text size="sm" c="dimmed">
            {countText(calls.length)} in{' '}
            {durationText(calls.reduce((sum, call) => sum + call.milliseconds, 0))}
          </Text>
        )
      }
    >
      {calls.length === 0 ? (
        <Text size="sm" c="dimmed">
          No call over HTTP is noted.
        </Text>
      ) : (
        <Table layout="fixed" className="calls">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={76}>Status</Table.Th>
              <Table.Th>Request</Table.Th>
              <Table.Th w={80} ta="right" visibleFrom="sm">
                Bytes
              </Table.Th>
              <Table.Th w={84} ta="right">
                Took
              </Table.Th>
              <Table.Th w="30%" visibleFrom="sm">
                When
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {calls.map((call, index) => (
              <Call key={index} call={call} span={span} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {furtherCalls !== undefined && (
        <Text size="sm" c="dimmed" mt="xs">
          {countText(furtherCalls.count)} further {furtherCalls.count === 1 ? 'call' : 'calls'} in{' '}
          {durationText(furtherCalls.milliseconds)}: of one request the first {countText(calls.length)} are
          told one by one.
        </Text>
      )}
    </Section>
  );
}

function Call({ call, span }: { readonly call: UpstreamCall; readonly span: number }): ReactElement {
  const { connection, method, url, attempt, status, fault, bytes, milliseconds, startedAfter } = call;
  const begin = percent(startedAfter, span);
  return (
    <Table.Tr>
      <Table.Td>
        {status === undefined ? <Badge color="red">none</Badge> : <StatusBadge status={status} />}
      </Table.Td>
      <Table.Td>
        <div className="verbatim">
          {method} {url}
        </div>
        <Text size="xs" c="dimmed">
          {connection}
          {attempt > 1 && `, attempt ${attempt}`}
          {fault !== undefined && `, ${fault}`}
        </Text>
      </Table.Td>
      <Table.Td ta="right" visibleFrom="sm">
        {bytesText(bytes)}
      </Table.Td>
      <Table.Td ta="right">{durationText(milliseconds)}</Table.Td>
      <Table.Td visibleFrom="sm">
        <div className="bar" title={`Began ${durationText(startedAfter)} after the request arrived`}>
          <div
            style={{ left: begin, width: `max(2px, ${percent(milliseconds, span)})` }}
            className={fault === undefined ? 'bar-call' : 'bar-fault'}
          />
        </div>
      </Table.Td>
    </Table.Tr>
  );
}

function percent(part: number, whole: number): string {
  return `${Math.min(100, Math.max(0, (part / whole) * 100)).toFixed(2)}%`;
}
