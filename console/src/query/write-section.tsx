/** The audit of a change: which properties, which version, what became of it; never their values. */
import { Table } from '@mantine/core';
import type { ReactElement } from 'react';
import type { QueryRecord } from '../../../src/record/query-record';
import { Explained } from '../pieces/explained';
import { Section } from './section';

type Write = NonNullable<QueryRecord['write']>;

export function WriteSection({ write }: { readonly write: Write }): ReactElement {
  return (
    <Section title="The change">
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0}>
        <Table.Tbody>
          {factsOf(write).map(([name, meaning, text]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400} c="dimmed" w={150} pr="sm" style={{ verticalAlign: 'top' }}>
                <Explained by={meaning}>{name}</Explained>
              </Table.Th>
              <Table.Td className="verbatim">{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

/** Name, meaning and text of what is known. */
function factsOf(write: Write): readonly (readonly [string, string, string])[] {
  const { outcome, key, properties = [], versionBefore, versionAfter, attempts, verified } = write;
  const facts: readonly (readonly [string, string, string | undefined])[] = [
    ['Outcome', 'What is known of the source’s side.', outcomeText(outcome)],
    ['Row', 'Its Guid, as Dataverse has it.', key],
    ['Properties', 'Those that were to be changed; values are not kept.', properties.join(', ') || undefined],
    ['Version before', 'The one that the caller demanded.', versionBefore],
    ['Version after', 'The one that the answer showed.', versionAfter],
    ['Sent', 'How often it was sent to the source.', attempts === 1 ? 'once' : `${attempts} times`],
    [
      'Verified',
      'The answer of the source was lost, and reading the row back has shown that the change was made.',
      verified ? 'yes' : undefined,
    ],
  ];
  return facts.flatMap(([name, meaning, text]) =>
    text === undefined ? [] : [[name, meaning, text] as const],
  );
}

function outcomeText(outcome: Write['outcome']): string {
  switch (outcome) {
    case 'made':
      return 'made';
    case 'refused':
      return 'refused';
    case 'notSent':
      return 'not sent: nothing was changed';
    case 'unknown':
      return 'unknown: read the row before the change is repeated';
  }
}
