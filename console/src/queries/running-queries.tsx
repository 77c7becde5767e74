/** What has not ended yet, on top of the list: for how long it has been running, and what is being done. */
import './query-list.css';
import { Badge, Paper, Text } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import type { Stage } from '../../../src/record/query-record';
import { countText } from '../format/figures';
import type { Live } from './use-live';

const stageNames: Readonly<Record<Stage, string>> = {
  parse: 'parsing',
  bind: 'binding',
  fetch: 'fetching',
  answer: 'answering',
  send: 'sending',
};

export function RunningQueries({ running }: { readonly running: Live['running'] }): ReactElement {
  const now = useNow(running !== undefined && running.count > 0);
  return (
    <Paper p={0} className="surface" aria-label="Running now" component="section">
      <Text size="xs" fw={600} c="dimmed" px="sm" py={6}>
        {running === undefined
          ? 'The gateway does not tell what runs'
          : `Running now: ${countText(running.count)}`}
      </Text>
      {running !== undefined && running.count > 0 && (
        <ul className="running-list figures">
          {running.items.map(({ correlationId, at, stage, method, service, url, calls }) => (
            <li key={correlationId}>
              <span>{elapsedText(running.at - at + Math.max(0, now - running.heardAt))}</span>
              <Badge variant="default">{stageNames[stage]}</Badge>
              <span>{calls === 0 ? '' : `${countText(calls)} ${calls === 1 ? 'call' : 'calls'}`}</span>
              <span className="query-url">
                {method} {service}/{url}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Paper>
  );
}

const TICK = 500;

function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isTicking) return undefined;
    const timer = setInterval(() => setNow(Date.now()), TICK);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}

/** Tenths: more of them nobody reads while they change. */
function elapsedText(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
