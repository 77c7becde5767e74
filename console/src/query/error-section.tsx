/** The error three ways: as the caller saw it, as the provider raised it, and what to do about it. */
import { Alert, Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { errorTable } from '../../../src/errors';
import type { QueryRecord } from '../../../src/record/query-record';

export function ErrorSection({ record }: { readonly record: QueryRecord }): ReactElement | undefined {
  const { status, code, message, target, raised } = record;
  if (code === undefined) return undefined;
  if (code === 'CallerLeft') {
    return (
      <Alert color="orange" title="The caller went away before the answer">
        He saw nothing of what is below. Compare the time that it took with the timeout of the data source.
      </Alert>
    );
  }
  const entry = Object.hasOwn(errorTable, code) ? errorTable[code as keyof typeof errorTable] : undefined;
  const rows = [
    ['The caller saw', `${status} ${code}: ${message ?? ''}${target === undefined ? '' : ` (${target})`}`],
    ['The provider raised', raised ?? 'Nothing: the gateway refused by itself.'],
    ['It means', entry?.meaning ?? 'A code that the console does not know.'],
  ] as const;
  return (
    <Alert color={status >= 500 ? 'red' : 'orange'} title={`Error: ${code}`}>
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0} layout="fixed">
        <Table.Tbody>
          {rows.map(([name, text]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400} w={150} pr="sm" style={{ verticalAlign: 'top' }}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {entry !== undefined && (
        <Text size="sm" fw={600} mt={4}>
          What to do: {entry.advice}
        </Text>
      )}
    </Alert>
  );
}
