/** What a page shows instead of its content: that it is loading, that it failed, that there is nothing. */
import { Alert, Button, Center, Group, Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { ApiError } from '../api/api-error';

export function Loading({ what = 'Loading' }: { readonly what?: string }): ReactElement {
  return (
    <Center p="xl" role="status" aria-label={what}>
      <Loader size="sm" />
    </Center>
  );
}

export function Empty({
  title,
  level = 1,
  children,
}: {
  readonly title: string;
  /** Of its heading: 2 on a page that has a title of its own. */
  readonly level?: 1 | 2;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <Center p="xl" ta="center">
      <Stack gap={4} maw={480}>
        <Title order={level} size="h3">
          {title}
        </Title>
        <Text c="dimmed" size="sm" component="div">
          {children}
        </Text>
      </Stack>
    </Center>
  );
}

export function Failed({
  error,
  again,
}: {
  readonly error: Error;
  readonly again?: () => unknown;
}): ReactElement {
  return (
    <Alert color="red" title={titleOf(error)} role="alert">
      <Group justify="space-between" align="end">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {error.message}
        </Text>
        {again !== undefined && (
          <Button variant="default" onClick={() => void again()}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function titleOf(error: Error): string {
  if (!(error instanceof ApiError)) return 'The console has a fault';
  switch (error.status) {
    case 0:
      return 'No connection';
    case 403:
      return 'Your key does not have the right';
    case 404:
      return 'Not found';
    case 501:
      return 'Not switched on';
    default:
      return error.status < 500 ? `Refused: ${error.code}` : 'The gateway failed';
  }
}
