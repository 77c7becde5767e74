/** What is running now, and word of each query that ends, while live mode is on. */
import { useEffect, useState } from 'react';
import type { RunningQuery } from '../../../src/server/admin/answers';
import { events } from '../api/events';

export interface Live {
  readonly running: readonly RunningQuery[];
  readonly error: Error | undefined;
}

/** A busy gateway ends thousands a second; a reader follows one change of the list. */
const LEAST_PAUSE = 1_000;

export function useLive(isOn: boolean, onEnded: () => void): Live {
  const [running, setRunning] = useState<readonly RunningQuery[]>([]);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    if (!isOn) return undefined;
    const controller = new AbortController();
    const bell = pacedBell(onEnded);
    const listen = async (): Promise<void> => {
      for await (const { name, content } of events('/api/queries/live', controller.signal)) {
        if (name === 'running') setRunning(content as readonly RunningQuery[]);
        if (name === 'ended') bell.ring();
      }
      throw new Error('The gateway has ended the live list.');
    };
    setError(undefined);
    listen().catch((fault: unknown) => {
      if (!controller.signal.aborted) setError(fault instanceof Error ? fault : new Error(String(fault)));
    });
    return () => {
      controller.abort();
      bell.stop();
      setRunning([]);
    };
  }, [isOn, onEnded]);
  return { running, error };
}

function pacedBell(strike: () => void): { ring(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ring() {
      timer ??= setTimeout(() => {
        timer = undefined;
        strike();
      }, LEAST_PAUSE);
    },
    stop: () => clearTimeout(timer),
  };
}
