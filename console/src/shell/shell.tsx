/** What surrounds every page: header, navigation, and the page of the address. */
import { AppShell, Burger, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Session } from '../../../src/server/admin/answers';
import { dropKey, heldKey } from '../api/key';
import { SessionContext } from './session-context';
import { ColourSchemeSwitch } from './colour-scheme-switch';
import { CurrentPage } from './current-page';
import { Navigation } from './navigation';
import { useSearchShortcut } from './search-shortcut';

export function Shell({ session }: { readonly session: Session }): ReactElement {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  useSearchShortcut();
  return (
    <SessionContext value={session}>
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <AppShell
        header={{ height: 48 }}
        navbar={{ width: 196, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
        padding="md"
      >
        <AppShell.Header className="surface">
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Burger
                opened={isOpen}
                onClick={toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={isOpen ? 'Close the navigation' : 'Open the navigation'}
              />
              <Text fw={700} truncate>
                Virtual table gateway
              </Text>
            </Group>
            <Group gap="xs" wrap="nowrap">
              <SignedIn session={session} />
              <ColourSchemeSwitch />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" className="surface">
          <Navigation onNavigate={close} />
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
          <CurrentPage session={session} />
        </AppShell.Main>
      </AppShell>
    </SessionContext>
  );
}

/** Where no key is needed there is nobody to sign out. */
function SignedIn({ session }: { readonly session: Session }): ReactElement | undefined {
  const client = useQueryClient();
  if (heldKey() === undefined) return undefined;
  const signOut = (): void => {
    dropKey();
    client.clear();
    location.reload();
  };
  return (
    <>
      <Text size="sm" c="dimmed" truncate visibleFrom="sm">
        {session.id}
      </Text>
      <Button variant="default" onClick={signOut}>
        Sign out
      </Button>
    </>
  );
}
