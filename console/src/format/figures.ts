/** Numbers, spans and instants as people read them. Without `Intl`, whose first use would cost the first view 40 ms. */

/** @example countText(12345) // '12,345' */
export function countText(count: number): string {
  return Math.round(count)
    .toString()
    .replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** In tables nothing stands where nothing was counted: what did happen is seen at once. */
export function countIfAny(count: number): string {
  return count === 0 ? '' : countText(count);
}

/** @example durationText(0.42) // '0.42 ms' */
export function durationText(milliseconds: number): string {
  if (milliseconds === 0) return '0 ms';
  if (milliseconds >= 60_000) return `${(milliseconds / 60_000).toFixed(1)} min`;
  if (milliseconds >= 1_000) return `${(milliseconds / 1_000).toFixed(2)} s`;
  if (milliseconds >= 100) return `${milliseconds.toFixed(0)} ms`;
  return `${milliseconds.toPrecision(2)} ms`;
}

export function durationIfAny(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '' : durationText(milliseconds);
}

/** @example bytesText(1536) // '1.5 kB' */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** power).toPrecision(3)} ${['B', 'kB', 'MB', 'GB', 'TB'][power] ?? ''}`;
}

export function shareText(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

/** @example rateText(0.15) // '0.15/s' */
export function rateText(perSecond: number): string {
  return perSecond >= 10 ? `${countText(perSecond)}/s` : `${Number(perSecond.toPrecision(2))}/s`;
}

/** The time of today, with the day in front of it for others. */
export function instantText(milliseconds: number, now: number = Date.now()): string {
  const [then, today] = [new Date(milliseconds), new Date(now)];
  return then.toDateString() === today.toDateString()
    ? clockText(then)
    : `${dayText(then)} ${clockText(then)}`;
}

/** @example dateTimeText(0) // '01 Jan 1970 00:00:00.000' */
export function dateTimeText(milliseconds: number): string {
  const then = new Date(milliseconds);
  return `${dayText(then)} ${then.getFullYear()} ${clockText(then)}`;
}

// What a date's parts look like is in ECMAScript, the same in every language: `Fri Nov 27 2026`, `18:03:07 GMT+0000`.

function dayText(date: Date): string {
  const [, month, day] = date.toDateString().split(' ');
  return `${day} ${month}`;
}

function clockText(date: Date): string {
  const [time] = date.toTimeString().split(' ');
  return `${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
