/** Asks for the administrator's key, and keeps it for this tab. */
import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { dropKey, heldKey, holdKey } from '../api/key';
import { readSignIn } from '../api/session';
import { usePageTitle } from '../pieces/page-title';

export function SignInForm({ onSignedIn }: { readonly onSignedIn: () => unknown }): ReactElement {
  const { data: signIn } = useQuery({ queryKey: ['sign-in'], queryFn: readSignIn });
  const [secret, setSecret] = useState('');
  const [wasRefused] = useState(() => heldKey() !== undefined);
  usePageTitle('Sign in');

  const submit = (): void => {
    if (signIn?.header === undefined) dropKey();
    else holdKey({ header: signIn.header, secret });
    onSignedIn();
  };

  return (
    <Center component="main" mih="100vh" p="md">
      <Paper w="100%" maw={380} p="lg" className="surface">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Stack>
            <Title order={1}>Virtual table gateway</Title>
            <Text size="sm" c="dimmed">
              This console asks for a key of an administrator. It is kept in this tab only.
            </Text>
            <PasswordInput
              label="Key"
              size="sm"
              value={secret}
              onChange={({ currentTarget }) => setSecret(currentTarget.value)}
              error={wasRefused && secret === '' ? 'This key was not accepted.' : undefined}
              autoComplete="off"
              autoFocus
              required
            />
            <Button type="submit" size="sm" disabled={signIn === undefined}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
