/** The calendar counted out year by year and month by month, in ticks of 100 ns since 0001-01-01: slow, plain, and sharing no code with the product. */

const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_DAY = 86_400n * TICKS_PER_SECOND;

/** Days from 0001-01-01 to a date; undefined if there is no such day. */
export function readDate(text: string): bigint | undefined {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return undefined;
  let days = daysBeforeYear(year);
  for (let earlier = 1; earlier < month; earlier++) days += BigInt(monthLength(year, earlier));
  return days + BigInt(day - 1);
}

/** Undefined outside of the years 0001 to 9999. */
export function writeDate(days: bigint): string | undefined {
  if (days < 0n || days >= daysBeforeYear(10_000)) return undefined;
  let year = 1 + Number(days / 366n);
  while (daysBeforeYear(year + 1) <= days) year++;
  let rest = Number(days - daysBeforeYear(year));
  let month = 1;
  while (rest >= monthLength(year, month)) {
    rest -= monthLength(year, month);
    month++;
  }
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(rest + 1, 2)}`;
}

/** Ticks since midnight; undefined if there is no such time, or it is more precise than a tick. */
export function readTime(text: string): bigint | undefined {
  const match = /^([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,12}))?)?$/.exec(text);
  if (match === null) return undefined;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? '0')];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const picoseconds = BigInt((match[4] ?? '').padEnd(12, '0'));
  if (picoseconds % 100_000n !== 0n) return undefined;
  return BigInt(hour * 3600 + minute * 60 + second) * TICKS_PER_SECOND + picoseconds / 100_000n;
}

export function writeTime(ticks: bigint): string {
  const seconds = Number(ticks / TICKS_PER_SECOND);
  const fraction = (ticks % TICKS_PER_SECOND).toString().padStart(7, '0').replace(/0+$/, '');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return clock.map((part) => padded(part, 2)).join(':') + (fraction === '' ? '' : `.${fraction}`);
}

/** Ticks of an instant with `Z` or an offset. */
export function readInstant(text: string): bigint | undefined {
  const match = /^(.{10})T(.+?)(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/i.exec(text);
  if (match === null) return undefined;
  const days = readDate(match[1] ?? '');
  const time = readTime(match[2] ?? '');
  if (days === undefined || time === undefined) return undefined;
  const [hours, minutes] = [BigInt(match[4] ?? 0), BigInt(match[5] ?? 0)];
  if (hours > 23n || minutes > 59n) return undefined;
  const offset = (hours * 60n + minutes) * 60n * TICKS_PER_SECOND * (match[3] === '-' ? -1n : 1n);
  const ticks = days * TICKS_PER_DAY + time - offset;
  return writeInstant(ticks) === undefined ? undefined : ticks;
}

export function writeInstant(ticks: bigint): string | undefined {
  if (ticks < 0n) return undefined;
  const date = writeDate(ticks / TICKS_PER_DAY);
  return date === undefined ? undefined : `${date}T${writeTime(ticks % TICKS_PER_DAY)}Z`;
}

/** Ticks of a duration; undefined if it is none or over 2^63 - 1 ticks. */
export function readDuration(text: string): bigint | undefined {
  const match =
    /^([+-]?)P(?:([0-9]+)D)?(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?$/i.exec(
      text,
    );
  if (match === null || /P$/i.test(text)) return undefined;
  const fraction = (match[6] ?? '').padEnd(7, '0');
  if (!/^[0-9]{7}0*$/.test(fraction)) return undefined;
  const seconds =
    BigInt(match[2] ?? 0) * 86_400n +
    BigInt(match[3] ?? 0) * 3600n +
    BigInt(match[4] ?? 0) * 60n +
    BigInt(match[5] ?? 0);
  const ticks = (seconds * TICKS_PER_SECOND + BigInt(fraction.slice(0, 7))) * (match[1] === '-' ? -1n : 1n);
  return isDuration(ticks) ? ticks : undefined;
}

export function isDuration(ticks: bigint): boolean {
  return ticks < 2n ** 63n && ticks > -(2n ** 63n);
}

export function writeDuration(ticks: bigint): string {
  const length = ticks < 0n ? -ticks : ticks;
  const days = length / TICKS_PER_DAY;
  const time = writeTime(length % TICKS_PER_DAY);
  const [hours = '', minutes = '', seconds = ''] = time.split(':');
  const parts = [
    hours === '00' ? '' : `${Number(hours)}H`,
    minutes === '00' ? '' : `${Number(minutes)}M`,
    seconds === '00' ? '' : `${seconds.replace(/^0/, '')}S`,
  ].join('');
  const text = (days === 0n ? '' : `${days}D`) + (parts === '' ? '' : `T${parts}`);
  return `${ticks < 0n ? '-' : ''}P${text === '' ? 'T0S' : text}`;
}

function daysBeforeYear(year: number): bigint {
  const past = BigInt(year - 1);
  return past * 365n + past / 4n - past / 100n + past / 400n;
}

function monthLength(year: number, month: number): number {
  const isLeap = year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

function padded(number: number, length: number): string {
  return String(number).padStart(length, '0');
}
