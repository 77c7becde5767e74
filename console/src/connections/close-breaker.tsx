/** Has a source asked again that is left alone: for whoever knows that it is back. */
import { Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { ClosedBreakers, ConnectionEntry } from '../../../src/server/admin/answers';
import { post } from '../api/client';
import { useRight } from '../shell/session-context';

export function CloseBreaker({
  connection: { name, breakers },
}: {
  readonly connection: ConnectionEntry;
}): ReactElement | undefined {
  const client = useQueryClient();
  const mayAct = useRight('actions');
  const closing = useMutation({
    mutationFn: () =>
      post<ClosedBreakers>(`/api/connections/${encodeURIComponent(name)}/breaker`, { state: 'closed' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
  if (!mayAct || breakers.every(({ state }) => state === 'closed')) return undefined;
  return (
    <>
      {closing.error !== null && <Text size="sm">{closing.error.message}</Text>}
      <Button variant="default" loading={closing.isPending} onClick={() => closing.mutate()}>
        Ask it again
      </Button>
    </>
  );
}
