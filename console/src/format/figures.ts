/** Numbers, spans and instants as people read them. */

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function countText(count: number): string {
  return grouped.format(count);
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

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const day = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short' });

/** The time of today, with the day in front of it for others. */
export function instantText(milliseconds: number, now: number = Date.now()): string {
  const [then, today] = [new Date(milliseconds), new Date(now)];
  const time = clock.format(then);
  return then.toDateString() === today.toDateString() ? time : `${day.format(then)} ${time}`;
}
