/** Opens, names and forgets views. */
import { ActionIcon, Button, Group, Menu, TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useLocation } from 'wouter';
import { readViews, removeView, saveView } from './saved-views';

/** What administrators look for first. */
const given = [
  { name: 'Failed in the last day', search: 'last=1d&status=5xx' },
  { name: 'Slower than a second', search: 'minMilliseconds=1000' },
  { name: 'Not fully pushed', search: 'pushed=false' },
] as const;

export function SavedViewsMenu({ search }: { readonly search: string }): ReactElement {
  const [, navigate] = useLocation();
  const [views, setViews] = useState(readViews);
  const [name, setName] = useState('');
  const open = (view: string): void => navigate(`/queries?${view}`);
  return (
    <Menu position="bottom-start" width={280} closeOnItemClick>
      <Menu.Target>
        <Button variant="default">Views</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {given.map((view) => (
          <Menu.Item key={view.name} onClick={() => open(view.search)}>
            {view.name}
          </Menu.Item>
        ))}
        {views.length > 0 && <Menu.Divider />}
        {views.map((view) => (
          <Group key={view.name} gap={4} wrap="nowrap">
            <Menu.Item onClick={() => open(view.search)}>{view.name}</Menu.Item>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Forget the view ${view.name}`}
              onClick={() => setViews(removeView(view.name))}
            >
              ×
            </ActionIcon>
          </Group>
        ))}
        <Menu.Divider />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setViews(saveView({ name, search }));
            setName('');
          }}
        >
          <Group gap={4} p={4} wrap="nowrap">
            <TextInput
              aria-label="Name of this view"
              placeholder="Name of this view"
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              style={{ flex: 1 }}
              required
            />
            <Button type="submit">Save</Button>
          </Group>
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
