/** The plan: each part of the request, where it was done, why, and what would move it to the source. */
import './plan-section.css';
import { Badge, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import type { PlanNote } from '../../../src/record/query-record';
import type { PlanPart } from '../../../src/plan/read-plan';
import { Explained } from '../pieces/explained';
import { Section } from './section';

const places: Readonly<Record<PlanPart['place'], { color: string; label: string; meaning: string }>> = {
  source: { color: 'teal', label: 'pushed', meaning: 'The source does it, exactly.' },
  'source, filtered again': {
    color: 'yellow',
    label: 'superset',
    meaning: 'The source narrows it down to more rows than asked for; the gateway filters them again.',
  },
  gateway: {
    color: 'orange',
    label: 'residual',
    meaning: 'The gateway does it, on rows that it had to fetch for the purpose.',
  },
};

const sources: Readonly<Record<PlanNote['source'], string>> = {
  scan: 'The source is read page by page.',
  keys: 'Rows are read by their keys.',
  nothing: 'The source is not asked: no row can match.',
};

export function PlanSection({
  plan,
  title = 'Where it was done',
}: {
  readonly plan: PlanNote;
  readonly title?: string;
}): ReactElement {
  return (
    <Section
      title={title}
      aside={
        <Text size="sm" c="dimmed">
          {sources[plan.source]}
        </Text>
      }
    >
      {plan.parts.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing had to be filtered, sorted or cut.
        </Text>
      )}
      <Stack gap={0} component="ul" className="plan-parts">
        {plan.parts.map((part, index) => (
          <Part key={index} part={part} />
        ))}
      </Stack>
    </Section>
  );
}

function Part({ part }: { readonly part: PlanPart }): ReactElement {
  const { clause, text, place, reason, explanation, hint } = part;
  const { color, label, meaning } = places[place];
  return (
    <li className={`plan-part plan-${label}`}>
      <Explained by={meaning}>
        <Badge color={color}>{label}</Badge>
      </Explained>
      <div>
        <div className="verbatim">
          <span className="asked-name">{clause}</span> {text}
        </div>
        {explanation !== undefined && (
          <Text size="sm" c="dimmed">
            {explanation} {reason !== undefined && <span className="verbatim">({reason})</span>}
          </Text>
        )}
        {hint !== undefined && (
          <Text size="sm">
            <b>What would help:</b> {hint}
          </Text>
        )}
      </div>
    </li>
  );
}
