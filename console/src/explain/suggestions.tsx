/** What to change in the view or the URL, in one list. */
import { Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import type { Explanation } from '../../../src/gateway/explain-read';
import { Section } from '../query/section';

export function Suggestions({ suggestions }: Pick<Explanation, 'suggestions'>): ReactElement {
  return (
    <Section title="What to change">
      {suggestions.length === 0 ? (
        <Text size="sm" c="dimmed">
          The gateway knows of nothing that would spare its source or itself work.
        </Text>
      ) : (
        <Stack component="ol" gap="xs" m={0} pl="lg">
          {suggestions.map(({ clause, text, change }) => (
            <li key={`${clause} ${text} ${change}`}>
              <div className="verbatim">
                <span className="asked-name">{clause}</span> {text}
              </div>
              <Text size="sm">{change}</Text>
            </li>
          ))}
        </Stack>
      )}
    </Section>
  );
}
