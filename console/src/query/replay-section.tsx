/** Asks the same again, past all caches: as planned, and with everything done by the gateway, and compares the rows. */
import { Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { QueryRecord } from '../../../src/record/query-record';
import type { Replayed, ReplayRun } from '../../../src/server/admin/answers';
import { post } from '../api/client';
import { countText, durationText } from '../format/figures';
import { Failed } from '../pieces/states';
import { useRight } from '../shell/session-context';
import { fillLiterals, type MaskedPiece, piecesOf } from './masked-url';
import { Section } from './section';

export function ReplaySection({ record }: { readonly record: QueryRecord }): ReactElement | undefined {
  const { url, service, method, operation } = record;
  const mayAct = useRight('actions');
  const [literals, setLiterals] = useState<readonly string[]>([]);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => post<Replayed>('/api/replay', { service, url: fillLiterals(url, literals) }),
  });
  if (method !== 'GET' || !['list', 'row', 'count'].includes(operation)) return undefined;
  return (
    <Section title="Replay">
      <Text size="sm" c="dimmed" mb="xs">
        Reads from the source, past all caches: as it is planned, and with everything done by the gateway.
        Records hold no literals, so fill them in as OData writes them.
        {url.includes(' or …') && ' Of the repeated comparisons only the first is asked.'}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <Literals pieces={piecesOf(url)} values={literals} onChange={setLiterals} />
        <Button type="submit" mt="xs" loading={isPending} disabled={!mayAct}>
          {mayAct ? 'Replay' : 'Replay needs the right “actions”'}
        </Button>
      </form>
      <Stack mt="sm" aria-live="polite">
        {error !== null && <Failed error={error} />}
        {data !== undefined && <Outcome replayed={data} />}
      </Stack>
    </Section>
  );
}

interface LiteralsProperties {
  readonly pieces: readonly MaskedPiece[];
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}

function Literals({ pieces, values, onChange }: LiteralsProperties): ReactElement {
  let next = 0;
  return (
    <Group gap={2} className="verbatim">
      {pieces.map((piece, index) => {
        if (piece.kind === 'text') return <span key={index}>{piece.text}</span>;
        const position = next++;
        return (
          <TextInput
            key={index}
            w={130}
            required
            aria-label={`Literal ${position + 1}`}
            placeholder="'text', 5, Guid…"
            value={values[position] ?? ''}
            onChange={({ currentTarget }) =>
              onChange(
                Array.from({ length: Math.max(values.length, position + 1) }, (_, at) =>
                  at === position ? currentTarget.value : (values[at] ?? ''),
                ),
              )
            }
          />
        );
      })}
    </Group>
  );
}

function Outcome({ replayed }: { readonly replayed: Replayed }): ReactElement {
  const { asPlanned, withoutPushdown, difference } = replayed;
  return (
    <>
      <Table.ScrollContainer minWidth={420}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Run</Table.Th>
              {['Took', 'Calls', 'Fetched', 'Returned'].map((name) => (
                <Table.Th key={name} ta="right">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Run name="As planned" run={asPlanned} />
            <Run name="All by the gateway" run={withoutPushdown} />
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Difference difference={difference} />
    </>
  );
}

function Run({ name, run }: { readonly name: string; readonly run: ReplayRun }): ReactElement {
  return (
    <Table.Tr>
      <Table.Td>
        {name}
        {run.error !== undefined && (
          <Text size="sm" c="red">
            {run.error.code}: {run.error.message}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">{durationText(run.milliseconds)}</Table.Td>
      <Table.Td ta="right">{countText(run.calls)}</Table.Td>
      <Table.Td ta="right">{countText(run.fetched)}</Table.Td>
      <Table.Td ta="right">{countText(run.returned)}</Table.Td>
    </Table.Tr>
  );
}

function Difference({ difference }: { readonly difference: Replayed['difference'] }): ReactElement {
  const { onlyAsPlanned, onlyWithoutPushdown, changed, reordered } = difference;
  const lines = [
    ...onlyAsPlanned.map((key) => `Only as planned: ${key}`),
    ...onlyWithoutPushdown.map((key) => `Only by the gateway: ${key}`),
    ...changed.map(({ key, properties }) => `Differs in ${properties.join(', ')}: ${key}`),
    ...(reordered ? ['The same rows come in another order.'] : []),
  ];
  if (lines.length === 0) return <Text size="sm">Both give the same rows in the same order.</Text>;
  return (
    <div>
      <Text size="sm" fw={600}>
        The source does not do what it declares:
      </Text>
      <ul className="verbatim">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
