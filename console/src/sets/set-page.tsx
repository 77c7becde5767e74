/** One entity set: how well Dataverse gets on with it, its columns, and what its source can do with each. */
import { Badge, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useParams } from 'wouter';
import type { EntitySetEntry } from '../../../src/server/admin/answers';
import { get } from '../api/client';
import { Failed, Loading } from '../pieces/states';
import { Section } from '../query/section';

export default function SetPage(): ReactElement {
  const { service = '', set = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['set', service, set],
    queryFn: ({ signal }) =>
      get<EntitySetEntry>(
        `/api/services/${encodeURIComponent(service)}/sets/${encodeURIComponent(set)}`,
        {},
        signal,
      ),
  });
  return (
    <Stack gap="sm">
      <Title order={1}>
        {service}/{set}
      </Title>
      {error !== null && <Failed error={error} again={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <>
          <GradeSection entry={data} />
          <Section title="Key">
            <Text size="sm">
              {data.key.name}, from {data.key.from.join(', ')}: {data.key.rule}
            </Text>
          </Section>
          <Properties entry={data} />
        </>
      )}
    </Stack>
  );
}

function GradeSection({ entry: { grade, write } }: { readonly entry: EntitySetEntry }): ReactElement {
  const { findings } = grade;
  return (
    <Section
      title="In Dataverse"
      aside={<Badge color={grade.grade < 'C' ? 'teal' : 'orange'}>{`Grade ${grade.grade}`}</Badge>}
    >
      <Stack gap="xs">
        <Text size="sm">Changes: {write.length === 0 ? 'none' : write.join(', ')}.</Text>
        {findings.length === 0 && <Text size="sm">Nothing stands in its way.</Text>}
        {findings.map(({ severity, text, advice }) => (
          <div key={text}>
            <Text size="sm">
              <b>{severity === 'warning' ? 'Warning:' : 'Note:'}</b> {text}
            </Text>
            <Text size="sm" c="dimmed">
              {advice}
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  );
}

function Properties({ entry: { properties } }: { readonly entry: EntitySetEntry }): ReactElement {
  return (
    <Section title="Properties">
      <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {['Name', 'Type', 'Column in Dataverse', 'From', 'The source filters by', 'Sorts'].map(
                (head) => (
                  <Table.Th key={head}>{head}</Table.Th>
                ),
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {properties.map(({ name, type, nullable, from, lookup, filter, sorts, dataverse }) => (
              <Table.Tr key={name}>
                <Table.Td>{name}</Table.Td>
                <Table.Td>{nullable ? type : `${type}, never null`}</Table.Td>
                <Table.Td>
                  {dataverse.maxLength === undefined
                    ? dataverse.type
                    : `${dataverse.type} (${dataverse.maxLength})`}
                </Table.Td>
                <Table.Td>
                  {lookup === undefined ? from.join(', ') : `${from.join(', ')} → ${lookup}`}
                </Table.Td>
                <Table.Td>{Object.keys(filter).join(', ')}</Table.Td>
                <Table.Td>{sorts ? 'yes' : 'no'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
