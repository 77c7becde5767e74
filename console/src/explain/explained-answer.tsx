/** What Explain answers: the OData of a view, what to change, the plan and what it costs. */
import { Alert, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { errorTable } from '../../../src/errors';
import type { Explanation } from '../../../src/gateway/explain-read';
import type { ExplainedText } from '../../../src/server/admin/answers';
import { countText } from '../format/figures';
import { Explained } from '../pieces/explained';
import { PlanSection } from '../query/plan-section';
import { Section } from '../query/section';
import { Suggestions } from './suggestions';

export function ExplainedAnswer({ answer }: { readonly answer: ExplainedText<Explanation> }): ReactElement {
  const { query, explanation, error } = answer;
  return (
    <>
      {query !== undefined && (
        <Section title="The OData that the view becomes">
          <div className="verbatim">{query.target}</div>
          {query.notes.map((note) => (
            <Text key={note} size="sm" c="dimmed">
              {note}
            </Text>
          ))}
        </Section>
      )}
      {error !== undefined && <Refused error={error} />}
      {explanation !== undefined && <Planned explanation={explanation} />}
    </>
  );
}

/** The message names the place; the advice is that of the code. */
function Refused({ error }: { readonly error: NonNullable<ExplainedText<never>['error']> }): ReactElement {
  return (
    <Alert color="red" title={`Refused: ${error.code}`} role="alert">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {error.message}
      </Text>
      <Text size="sm" mt={4}>
        <b>What to change:</b> {errorTable[error.code].advice}
      </Text>
    </Alert>
  );
}

function Planned({ explanation }: { readonly explanation: Explanation }): ReactElement {
  const { plan, leastCalls, suggestions } = explanation;
  return (
    <>
      <Suggestions suggestions={suggestions} />
      <PlanSection
        title="Where it would be done"
        plan={{
          source: plan.access,
          parts: plan.parts,
          pushed: plan.parts.every(({ place }) => place === 'source'),
        }}
      />
      <Text size="sm">
        <Explained by="Calls of the source for the first page, if nothing of it is in memory; more where rows are filtered by the gateway.">
          {`${countText(leastCalls)} upstream ${leastCalls === 1 ? 'call' : 'calls'} at least`}
        </Explained>
      </Text>
    </>
  );
}
