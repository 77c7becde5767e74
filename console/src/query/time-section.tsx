/** Where the time went, by stage, and how near the caller's deadline that came. */
import { Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import type { QueryRecord, Stage } from '../../../src/record/query-record';
import { durationText, shareText } from '../format/figures';
import { Explained } from '../pieces/explained';
import { Section } from './section';

const meanings: Readonly<Record<Stage, string>> = {
  parse: 'Reading the URL and the headers.',
  bind: 'Comparing names, types and values with the model.',
  fetch: 'Planning, waiting for the source, evaluating. The calls tell how much of it was waiting.',
  answer: 'Looking into memory, writing the body. Of a change it is all the rest.',
  send: 'Handing the answer to the network.',
};

const stages = Object.keys(meanings) as readonly Stage[];

export function TimeSection({ record }: { readonly record: QueryRecord }): ReactElement {
  const { milliseconds, deadline, stages: spent = {} } = record;
  const known = stages.filter((stage) => spent[stage] !== undefined);
  return (
    <Section title="Where the time went" aside={<Text size="sm">{durationText(milliseconds)}</Text>}>
      {known.length > 0 && (
        <div className="bar bar-stacked" role="img" aria-label="Time by stage; the figures follow">
          {known.map((stage) => (
            <div key={stage} className={`stage-${stage}`} style={{ flexGrow: spent[stage] ?? 0 }} />
          ))}
        </div>
      )}
      <Group gap="lg" mt={6}>
        {known.map((stage) => (
          <Text key={stage} size="sm" component="span">
            <span className={`stage-key stage-${stage}`} />
            <Explained by={meanings[stage]}>{stage}</Explained> {durationText(spent[stage] ?? 0)}
          </Text>
        ))}
      </Group>
      {deadline !== undefined && <Deadline used={milliseconds} deadline={deadline} />}
    </Section>
  );
}

function Deadline({ used, deadline }: { readonly used: number; readonly deadline: number }): ReactElement {
  const share = Math.min(1, used / deadline);
  const level = share > 0.9 ? 'bar-fault' : share > 0.5 ? 'bar-near' : 'bar-call';
  return (
    <>
      <Text size="sm" mt="sm">
        <Explained by="How long the caller would have waited, by the timeout of the service or a header of the request. Dataverse gives up after 30 s.">
          Deadline
        </Explained>
        : {shareText(share)} of {durationText(deadline)} used
      </Text>
      <div className="bar">
        <div className={level} style={{ left: 0, width: `max(2px, ${(share * 100).toFixed(2)}%)` }} />
      </div>
    </>
  );
}
