/** What came of it: rows step by step, what the cache said. */
import { Group, Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import type { QueryRecord, RowFunnel } from '../../../src/record/query-record';
import { countText } from '../format/figures';
import { CacheBadge } from '../pieces/verdict-badges';
import { explainVerdict } from './cache-verdict';
import { Section } from './section';

export function RowsSection({ rows }: { readonly rows: RowFunnel }): ReactElement {
  const most = Math.max(rows.fetched, rows.returned, 1);
  const steps = [
    ['Fetched from the source', rows.fetched],
    ['Returned to the caller', rows.returned],
  ] as const;
  return (
    <Section title="Rows">
      {steps.map(([name, count]) => (
        <div key={name}>
          <Group justify="space-between">
            <Text size="sm">{name}</Text>
            <Text size="sm">{countText(count)}</Text>
          </Group>
          <div className="bar">
            <div className="bar-call" style={{ left: 0, width: `${((count / most) * 100).toFixed(2)}%` }} />
          </div>
        </div>
      ))}
      {rows.fetched > 10 * Math.max(1, rows.returned) && (
        <Text size="sm" mt="xs">
          Most of what was fetched was thrown away again: see which parts are residual.
        </Text>
      )}
    </Section>
  );
}

export function CacheSection({ cache }: { readonly cache: NonNullable<QueryRecord['cache']> }): ReactElement {
  return (
    <Section title="Cache" aside={<CacheBadge isHit={cache.isHit} />}>
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0}>
        <Table.Tbody>
          {explainVerdict(cache.status).map(({ text, meaning }) => (
            <Table.Tr key={text}>
              <Table.Th
                scope="row"
                fw={400}
                className="verbatim"
                w={150}
                pr="sm"
                style={{ verticalAlign: 'top' }}
              >
                {text}
              </Table.Th>
              <Table.Td>{meaning}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
