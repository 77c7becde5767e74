/** Makes the cache forget: everything, a set, a row or a tag. It is asked for twice, since a source may feel it. */
import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Items, ServiceEntry } from '../../../src/server/admin/answers';
import { get, post } from '../api/client';
import { Failed } from '../pieces/states';
import { Section } from '../query/section';
import { useRight } from '../shell/session-context';
import { type Purge, type PurgeKind, purgeOf } from './purge';

const kinds = [
  { value: 'set', label: 'an entity set' },
  { value: 'row', label: 'one row' },
  { value: 'tag', label: 'a tag' },
  { value: 'all', label: 'everything' },
] as const satisfies readonly { readonly value: PurgeKind; readonly label: string }[];

export function PurgeSection(): ReactElement | undefined {
  const mayAct = useRight('actions');
  const [asked, setAsked] = useState<Purge>();
  const client = useQueryClient();
  const purging = useMutation({
    mutationFn: ({ body }: Purge) => post<object>('/api/cache/purge', body),
    onSettled: () => {
      setAsked(undefined);
      return client.invalidateQueries({ queryKey: ['cache'] });
    },
  });
  if (!mayAct) return undefined;
  return (
    <Section title="Purge">
      <Stack gap="sm">
        <PurgeForm
          onAsk={(purge) => {
            purging.reset();
            setAsked(purge);
          }}
        />
        {asked !== undefined && (
          <Alert variant="default" title={`Forget ${asked.what}?`}>
            <Text size="sm" mb="xs">
              Here and on all instances that share the Redis. The next requests ask the source again.
            </Text>
            <Group gap="xs">
              <Button color="red" autoFocus loading={purging.isPending} onClick={() => purging.mutate(asked)}>
                Forget it
              </Button>
              <Button variant="default" onClick={() => setAsked(undefined)}>
                Cancel
              </Button>
            </Group>
          </Alert>
        )}
        {purging.error !== null && <Failed error={purging.error} />}
        <Text size="sm" role="status">
          {purging.isSuccess && `Forgotten: ${purging.variables.what}.`}
        </Text>
      </Stack>
    </Section>
  );
}

function PurgeForm({ onAsk }: { readonly onAsk: (purge: Purge) => void }): ReactElement {
  const [kind, setKind] = useState<PurgeKind>('set');
  const [chosen, setChosen] = useState<string>();
  const [key, setKey] = useState('');
  const [tag, setTag] = useState('');
  const { data, error } = useQuery({
    queryKey: ['services'],
    queryFn: ({ signal }) => get<Items<ServiceEntry>>('/api/services', {}, signal),
  });
  const sets = (data?.items ?? []).flatMap(({ name, entitySets }) =>
    entitySets.map((set) => `${name}/${set.name}`),
  );
  const purge = purgeOf(kind, { set: chosen ?? sets[0] ?? '', key: key.trim(), tag: tag.trim() });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (purge !== undefined) onAsk(purge);
      }}
    >
      <Group align="end">
        <NativeSelect
          label="What"
          data={kinds}
          value={kind}
          onChange={({ currentTarget }) =>
            setKind(kinds.find(({ value }) => value === currentTarget.value)?.value ?? 'set')
          }
        />
        {(kind === 'set' || kind === 'row') && (
          <NativeSelect
            label="Entity set"
            data={sets}
            value={chosen ?? sets[0] ?? ''}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          />
        )}
        {kind === 'row' && (
          <TextInput
            label="Guid of the row"
            w={300}
            value={key}
            onChange={({ currentTarget }) => setKey(currentTarget.value)}
          />
        )}
        {kind === 'tag' && (
          <TextInput
            label="Tag"
            w={300}
            value={tag}
            onChange={({ currentTarget }) => setTag(currentTarget.value)}
          />
        )}
        <Button type="submit" variant="default" disabled={purge === undefined}>
          Purge…
        </Button>
      </Group>
      {error !== null && <Failed error={error} />}
    </form>
  );
}
