/** A table of figures, one subject a row: each column says what it counts. */
import { Table } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Explained } from '../pieces/explained';
import { Section } from '../query/section';

export interface FiguresColumn<Subject> {
  readonly name: string;
  readonly meaning: string;
  readonly cell: (subject: Subject) => ReactNode;
}

interface Properties<Subject> {
  readonly title: string;
  readonly columns: readonly FiguresColumn<Subject>[];
  readonly subjects: readonly Subject[];
}

export function FiguresTable<Subject extends { readonly name: string }>({
  title,
  columns,
  subjects,
}: Properties<Subject>): ReactElement {
  return (
    <Section title={title}>
      <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table className="figures figures-table">
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ name, meaning }) => (
                <Table.Th key={name}>
                  <Explained by={meaning}>{name}</Explained>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {subjects.map((subject) => (
              <Table.Tr key={subject.name}>
                {columns.map(({ name, cell }) => (
                  <Table.Td key={name}>{cell(subject)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
