/** Settings: what is configured, each with where it comes from. Secrets are hidden by the gateway, not here. */
import { Group, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Setting, Settings } from '../../../src/server/admin/answers';
import { get } from '../api/client';
import { Explained } from '../pieces/explained';
import { Empty, Failed, Loading } from '../pieces/states';
import { Section } from '../query/section';

export default function SettingsPage(): ReactElement {
  const [search, setSearch] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => get<Settings>('/api/settings', {}, signal),
    // They change with a restart only.
    staleTime: Infinity,
  });
  const sections = sectionsOf(data?.items ?? [], search.trim().toLowerCase());
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1}>Settings</Title>
        <TextInput
          type="search"
          aria-label="Find a setting"
          placeholder="Find a setting  ( / )"
          data-search
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      </Group>
      {error !== null && <Failed error={error} again={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          From {data.file}, as it was when the gateway started.
        </Text>
      )}
      {sections.map(([name, settings]) => (
        <Section key={name} title={name}>
          <SettingTable section={name} settings={settings} />
        </Section>
      ))}
      {data !== undefined && sections.length === 0 && (
        <Empty title="No setting matches" level={2}>
          Names, paths and values are looked through; try a part of one.
        </Empty>
      )}
    </Stack>
  );
}

function SettingTable({
  section,
  settings,
}: {
  readonly section: string;
  readonly settings: readonly Setting[];
}): ReactElement {
  return (
    <Table layout="fixed" verticalSpacing={3} horizontalSpacing={0}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="44%">Setting</Table.Th>
          <Table.Th>Value</Table.Th>
          <Table.Th w={92}>From</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {settings.map(({ path, value, origin, description }) => {
          const name = path.slice(path.startsWith(`${section}.`) ? section.length + 1 : 0);
          return (
            <Table.Tr key={path}>
              <Table.Td className="verbatim" pr="md">
                {description === undefined ? name : <Explained by={description}>{name}</Explained>}
              </Table.Td>
              <Table.Td className="verbatim" pr="md" {...(origin.kind === 'default' ? { c: 'dimmed' } : {})}>
                {valueText(value)}
              </Table.Td>
              <Table.Td>
                <Origin origin={origin} />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function Origin({ origin }: Pick<Setting, 'origin'>): ReactElement {
  switch (origin.kind) {
    case 'default':
      return <Explained by="It does not stand in the file.">default</Explained>;
    case 'environment':
      return (
        <Explained by={`The environment variable ${origin.variable} says so, whatever the file says.`}>
          environment
        </Explained>
      );
    case 'file':
      return (
        <Explained
          by={
            origin.substituted
              ? `Line ${origin.line} of the file takes it, or part of it, from the environment.`
              : `It stands in line ${origin.line} of the file.`
          }
        >
          line {origin.line}
          {origin.substituted && ' $'}
        </Explained>
      );
  }
}

/** One for each connection and service, one for each other part of the file; settings that stand alone are together. */
function sectionsOf(
  settings: readonly Setting[],
  search: string,
): readonly (readonly [string, readonly Setting[]])[] {
  const sections = new Map<string, Setting[]>();
  for (const setting of settings) {
    const text = `${setting.path} ${JSON.stringify(setting.value)}`.toLowerCase();
    if (!text.includes(search)) continue;
    const [, section = 'gateway'] = /^((?:connections|services)\.[^.]+|[^.]+(?=\.))/.exec(setting.path) ?? [];
    sections.set(section, [...(sections.get(section) ?? []), setting]);
  }
  return [...sections];
}
