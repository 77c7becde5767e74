/** The list itself: only the rows in sight are drawn, however many there are. */
import './query-list.css';
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactElement, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { RecordSummary } from '../../../src/record/record-store';
import { countText, durationText, instantText } from '../format/figures';
import { CacheBadge, PushedBadge, StatusBadge } from '../pieces/verdict-badges';

interface Properties {
  readonly items: readonly RecordSummary[];
  readonly hasMore: boolean;
  /** Called when the end comes into sight. */
  readonly onEnd: () => void;
}

const HEIGHT = { wide: 36, narrow: 56 } as const;
/** So many rows before the end the next page is asked for: at a flick's speed it is there in time. */
const AHEAD = 60;

export function QueryList({ items, hasMore, onEnd }: Properties): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const isNarrow = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false });
  const height = isNarrow ? HEIGHT.narrow : HEIGHT.wide;
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: 12,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, height]);
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= items.length - AHEAD) onEnd();
  }, [hasMore, last, items.length, onEnd]);

  return (
    <div
      ref={frame}
      className="query-list figures"
      role="table"
      aria-label="Queries"
      aria-rowcount={hasMore ? -1 : items.length + 1}
    >
      <Head />
      <div role="rowgroup" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {rows.map(({ index, start }) => {
          const record = items[index];
          return record === undefined ? null : (
            <div
              key={record.id}
              role="row"
              aria-rowindex={index + 2}
              style={{ position: 'absolute', insetInline: 0, transform: `translateY(${start}px)` }}
            >
              <Row record={record} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const columns = [
  'Time',
  'Status',
  'Entity set',
  'Operation',
  'URL',
  'Took',
  'Rows',
  'Cache',
  'Source',
] as const;

function Head(): ReactElement {
  return (
    <div role="rowgroup" className="query-head">
      <div role="row" className="query-row">
        {columns.map((column) => (
          <span
            key={column}
            role="columnheader"
            className={column === 'Took' || column === 'Rows' ? 'number' : undefined}
          >
            {column}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Drawn once as long as it is in sight: each step of scrolling draws the list anew. */
const Row = memo(function Row({ record }: { readonly record: RecordSummary }): ReactElement {
  const { id, at, status, operation, url, milliseconds, rows, cache, plan, fold } = record;
  return (
    <div role="cell">
      <Link className="query-row" href={`/queries/${id}`}>
        <span>{instantText(at)}</span>
        <StatusBadge status={status} />
        <SetName record={record} />
        <span className="wide-only">
          {fold === undefined ? operation : `${operation} ×${countText(fold.hits)}`}
        </span>
        <span className="query-url" title={url}>
          {url}
        </span>
        <span className="number">{durationText(milliseconds)}</span>
        <span className="number wide-only">
          {rows === undefined ? '' : `${countText(rows.fetched)} → ${countText(rows.returned)}`}
        </span>
        <span className="badge-cell">
          <CacheBadge isHit={cache?.isHit} />
        </span>
        <span className="badge-cell wide-only">
          <PushedBadge pushed={plan?.pushed} />
        </span>
      </Link>
    </div>
  );
});

/** A phone has room for one of the two. */
function SetName({ record }: { readonly record: RecordSummary }): ReactElement {
  const { service = '', entitySet } = record;
  if (entitySet === undefined) return <span title={service}>{service}</span>;
  return (
    <span title={`${service} / ${entitySet}`}>
      <span className="wide-only">{service} / </span>
      {entitySet}
    </span>
  );
}
