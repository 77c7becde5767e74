/** A table of records: every column says what it means, lines stay lines, and on a phone it scrolls within itself. */
import './list-table.css';
import { Button, Group, Table } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import type { PagedList } from '../api/use-pages';
import { Explained } from './explained';

interface Column {
  readonly name: string;
  readonly meaning: string;
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
}

export type Columns = readonly Column[];

export function ListTable({
  columns,
  children,
}: {
  readonly columns: Columns;
  /** Rows. */
  readonly children: ReactNode;
}): ReactElement {
  return (
    // What scrolls can be reached by the keyboard.
    <div className="surface list-table" tabIndex={0}>
      <Table horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ name, meaning, isNumber = false }) => (
              <Table.Th key={name} className={isNumber ? 'number' : ''}>
                <Explained by={meaning}>{name}</Explained>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}

export function Older({ list }: { readonly list: PagedList<unknown> }): ReactElement | undefined {
  if (list.older === undefined) return undefined;
  return (
    <Group>
      <Button variant="default" loading={list.isFetchingOlder} onClick={list.older}>
        Older ones
      </Button>
    </Group>
  );
}
