/** Starts a capture: of which service, of which of its callers, for how long. */
import { Button, Group, NativeSelect, NumberInput, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Capture, Items, ServiceEntry } from '../../../src/server/admin/answers';
import { get, post } from '../api/client';
import { Failed } from '../pieces/states';

const LONGEST = 240;
const EVERYBODY = { value: '', label: 'everybody' };

export function StartForm(): ReactElement {
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string>();
  const [caller, setCaller] = useState('');
  const [minutes, setMinutes] = useState<number | string>(15);
  const { data, error: unlisted } = useQuery({
    queryKey: ['services'],
    queryFn: ({ signal }) => get<Items<ServiceEntry>>('/api/services', {}, signal),
  });
  const services = data?.items ?? [];
  const service = services.find(({ name }) => name === chosen) ?? services[0];
  const starting = useMutation({
    mutationFn: () =>
      post<Capture>('/api/captures', {
        service: service?.name,
        minutes: Number(minutes),
        ...(caller === '' ? {} : { caller }),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['captures'] }),
  });
  const error = unlisted ?? starting.error;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        starting.mutate();
      }}
    >
      <Stack gap="sm">
        <Group align="end">
          <NativeSelect
            label="Service"
            data={services.map(({ name }) => name)}
            value={service?.name ?? ''}
            onChange={({ currentTarget }) => {
              setChosen(currentTarget.value);
              setCaller('');
            }}
          />
          <NativeSelect
            label="Caller"
            data={[EVERYBODY, ...(service?.keys ?? []).map(({ id }) => ({ value: id, label: id }))]}
            value={caller}
            onChange={({ currentTarget }) => setCaller(currentTarget.value)}
          />
          <NumberInput
            label="Minutes"
            w={90}
            min={1}
            max={LONGEST}
            allowDecimal={false}
            clampBehavior="strict"
            value={minutes}
            onChange={setMinutes}
          />
          <Button
            type="submit"
            loading={starting.isPending}
            disabled={service === undefined || minutes === ''}
          >
            Start
          </Button>
        </Group>
        {error !== null && <Failed error={error} />}
      </Stack>
    </form>
  );
}
