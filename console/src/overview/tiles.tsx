/** The figures that tell at a glance whether all is well. Each says on hover what it counts, and leads to what it counts. */
import './overview.css';
import { Paper, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Overview, ServiceFigures } from '../../../src/server/admin/answers';
import { bytesText, countText, durationText, instantText, rateText, shareText } from '../format/figures';
import { Explained } from '../pieces/explained';
import { useRight } from '../shell/session-context';
import { queriesOf, requestsOf } from './behind';

interface Properties {
  readonly overview: Overview;
  readonly figures: ServiceFigures;
  /** Undefined: all of them. */
  readonly service: string | undefined;
}

interface TileProperties {
  readonly name: string;
  readonly meaning: string;
  readonly figure: string;
  readonly beside?: string;
  /** The page behind the figure. */
  readonly href: string;
  readonly isBad?: boolean;
}

export function Tiles({ overview, figures, service }: Properties): ReactElement {
  const { hour, total } = figures;
  const { counts } = hour;
  const requests = requestsOf(counts);
  const behind = (filters: Readonly<Record<string, string>> = {}): string =>
    queriesOf(service === undefined ? filters : { service, ...filters });
  const since = `since ${instantText(overview.process.startedAt)}`;
  return (
    <section className="tiles figures" aria-label="Last hour">
      <Tile
        name="Requests"
        meaning={`In the last hour, answers from memory among them. ${countText(requestsOf(total.counts))} ${since}.`}
        figure={countText(requests)}
        beside={`${latestRate(figures, overview)} now`}
        href={behind()}
      />
      <Tile
        name="Failed"
        meaning={`Answered with 5xx in the last hour: a source or the gateway was at fault. ${countText(total.counts.failed)} ${since}.`}
        figure={countText(counts.failed)}
        beside={shareOf(counts.failed, requests)}
        href={behind({ status: '5xx' })}
        isBad={counts.failed > 0}
      />
      <Tile
        name="Refused"
        meaning={`Answered with 4xx in the last hour: asked wrongly, without a key, or for a row that is not there. ${countText(total.counts.refused)} ${since}.`}
        figure={countText(counts.refused)}
        beside={shareOf(counts.refused, requests)}
        href={behind({ status: '4xx' })}
      />
      <Tile
        name="p95"
        meaning={`95 % of the requests of the last hour took no longer, estimated to a bucket. p50 ${timeText(hour.p50)}, p99 ${timeText(hour.p99)}. The figure leads to those that took longer.`}
        figure={timeText(hour.p95)}
        beside={`p50 ${timeText(hour.p50)}`}
        href={behind({ minMilliseconds: String(Math.ceil(hour.p95 ?? 0)) })}
      />
      <Tile
        name="From cache"
        meaning={`The share of the last hour's requests that was answered from memory: ${countText(counts.hits)} of ${countText(requests)}.`}
        figure={requests === 0 ? '–' : shareText(counts.hits / requests)}
        beside={`${bytesText(overview.cache.bytes)} held`}
        href={behind({ cache: 'hit' })}
      />
      <Tile
        name="Changes"
        meaning={`Inserts, updates and deletes that were made in the last hour, each of a batch for itself. ${countText(total.counts.writes)} ${since}.`}
        figure={countText(counts.writes)}
        href="/writes"
      />
      <Tile
        name="Left by callers"
        meaning={`Requests of the last hour whose callers went away before the answer, as Dataverse does when its own time is up. ${countText(total.counts.abandoned)} ${since}.`}
        figure={countText(counts.abandoned)}
        href={behind({ minMilliseconds: '10000' })}
        isBad={counts.abandoned > 0}
      />
      <RecordsTile overview={overview} />
      <ProcessTile overview={overview} />
    </section>
  );
}

function RecordsTile({ overview: { records } }: { readonly overview: Overview }): ReactElement {
  if (records === undefined) {
    return (
      <Tile
        name="Records"
        meaning="records.enabled is false: figures are all that is kept."
        figure="off"
        href="/queries"
      />
    );
  }
  const { records: kept, bytes, lost, waiting } = records;
  return (
    <Tile
      name="Records"
      meaning={`What is kept of requests, and the room it takes. ${countText(waiting)} are on their way to the store; ${countText(lost)} could not be kept.`}
      figure={kept === undefined ? '–' : countText(kept)}
      beside={lost > 0 ? `${countText(lost)} lost` : bytesText(bytes ?? 0)}
      href="/queries"
      isBad={lost > 0}
    />
  );
}

function ProcessTile({ overview: { process } }: { readonly overview: Overview }): ReactElement {
  return (
    <Tile
      name="Memory"
      meaning={`Of the process, ${bytesText(process.heap)} of it in JavaScript's heap. 99 % of timers came at most ${durationText(process.delay)} late in the last minute: what is computed holds everything else up for so long.`}
      figure={bytesText(process.memory)}
      beside={`${durationText(process.delay)} late`}
      href="/cache"
    />
  );
}

function Tile({ name, meaning, figure, beside, href, isBad = false }: TileProperties): ReactElement {
  const mayFollow = useRight('queries') || href === '/cache';
  return (
    <Paper p="xs" className="surface">
      <Text size="xs" c="dimmed" component="div">
        <Explained by={meaning}>{name}</Explained>
      </Text>
      {mayFollow ? (
        <Link href={href} className="tile-figure" aria-label={`${name}: ${figure}`}>
          <Figure isBad={isBad}>{figure}</Figure>
        </Link>
      ) : (
        <span className="tile-figure">
          <Figure isBad={isBad}>{figure}</Figure>
        </span>
      )}
      <Text size="xs" c="dimmed" component="div" mih={18}>
        {beside}
      </Text>
    </Paper>
  );
}

function Figure({ isBad, children }: { readonly isBad: boolean; readonly children: string }): ReactElement {
  return <span style={isBad ? { color: 'var(--mantine-color-red-text)' } : {}}>{children}</span>;
}

function timeText(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '–' : durationText(milliseconds);
}

function shareOf(part: number, all: number): string {
  return all === 0 ? '' : shareText(part / all);
}

/** Of the last whole step. */
function latestRate({ series: { counts } }: ServiceFigures, { at, step }: Overview): string {
  const last = Math.max(0, at.length - 2);
  const requests = requestsOf({
    answered: counts.answered[last] ?? 0,
    refused: counts.refused[last] ?? 0,
    failed: counts.failed[last] ?? 0,
  });
  return rateText(requests / (step / 1_000));
}
