/** What was asked: the URL by option and term, who asked, and by which ids others know the request. */
import { Table } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { QueryRecord } from '../../../src/record/query-record';
import { parseMaskedUrl } from './masked-url';
import { Section } from './section';

export function RequestSection({ record }: { readonly record: QueryRecord }): ReactElement {
  const { path, options } = parseMaskedUrl(record.url);
  return (
    <Section title="What was asked">
      <div className="verbatim asked">
        <div>
          <b>{record.method}</b> {path}
        </div>
        {options.map(({ name, terms }, index) => (
          <div key={`${name}${index}`} className="asked-option">
            <span className="asked-name">{name}</span>
            <ol>
              {terms.map((term, position) => (
                <li key={position}>{term}</li>
              ))}
            </ol>
          </div>
        ))}
      </div>
      <Table
        className="asked-facts"
        withRowBorders={false}
        mt="xs"
        verticalSpacing={2}
        horizontalSpacing={0}
        layout="fixed"
      >
        <Table.Tbody>
          {factsOf(record).map(([name, value, search]) => (
            <Table.Tr key={name}>
              <Table.Th fw={400} c="dimmed" pr="sm" scope="row" style={{ overflowWrap: 'anywhere' }}>
                {name}
              </Table.Th>
              <Table.Td className="verbatim">
                <Link href={`/queries?${new URLSearchParams({ [search]: value }).toString()}`}>{value}</Link>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

/** Name, value, and the filter that finds others of the same. */
function factsOf(record: QueryRecord): readonly (readonly [string, string, string])[] {
  const { service, entitySet, caller, fingerprint, correlationId, correlations = {} } = record;
  return [
    ...(service === undefined ? [] : [['Service', service, 'service'] as const]),
    ...(entitySet === undefined ? [] : [['Entity set', entitySet, 'entitySet'] as const]),
    ...(caller === undefined ? [] : [['Key of the caller', caller, 'caller'] as const]),
    ...(fingerprint === undefined ? [] : [['Fingerprint', fingerprint, 'fingerprint'] as const]),
    ['Correlation id', correlationId, 'correlationId'],
    ...Object.entries(correlations).map(([name, value]) => [name, value, 'correlationId'] as const),
  ];
}
