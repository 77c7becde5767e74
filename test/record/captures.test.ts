/** What is captured: what matches a running capture, and nothing once it is over. */
import { Captures } from '../../src/record/captures';
import type { QueryRecord } from '../../src/record/query-record';
import { ManualClock } from '../support/cache/manual-clock';

const record = (id: string, service?: string, caller?: string): QueryRecord =>
  ({ id, service, caller }) as unknown as QueryRecord;

test('keeps what matches, for as long as it runs', () => {
  const clock = new ManualClock();
  const captures = new Captures(clock);
  const offer = (id: string, service?: string, caller?: string): boolean => {
    captures.offer(record(id, service, caller), () => ({ url: id }));
    return captures.payloadOf(id) !== undefined;
  };
  expect([captures.isOn, offer('0', 'sales', 'prod')]).toEqual([false, false]);
  const { id } = captures.start({ service: 'sales', caller: 'prod', startedBy: 'me' }, 5, 1_000);
  expect(captures.list()).toEqual([
    { id, service: 'sales', caller: 'prod', startedBy: 'me', from: 1_000, until: 301_000 },
  ]);
  expect(offer('1', 'sales', 'prod')).toBe(true);
  expect(offer('2', 'sales', 'test')).toBe(false);
  expect(offer('3', 'stock', 'prod')).toBe(false);
  expect(offer('4', 'sales')).toBe(false);
  clock.advance(5 * 60_000);
  expect([captures.isOn, offer('5', 'sales', 'prod')]).toEqual([false, false]);
  expect(captures.payloadOf('1')).toEqual({ url: '1' });
});

test('memory is bounded: the oldest payloads make room', () => {
  const captures = new Captures(new ManualClock());
  captures.start({ service: 'sales', startedBy: 'me' }, 5, 0);
  // Of whoever has a key: strangers are not to fill it.
  captures.offer(record('stranger', 'sales'), () => ({ url: '' }));
  expect(captures.payloadOf('stranger')).toBeUndefined();
  const body = 'x'.repeat(64 * 1024);
  for (let id = 0; id < 200; id++)
    captures.offer(record(String(id), 'sales', 'prod'), () => ({ url: '', body }));
  expect(captures.payloadOf('0')).toBeUndefined();
  expect(captures.payloadOf('199')).toBeDefined();
  captures.close();
  expect(captures.isOn).toBe(false);
});

test('twenty may run; one that is ended leaves no timer', () => {
  const clock = new ManualClock();
  const captures = new Captures(clock);
  const [first] = Array.from({ length: 20 }, () =>
    captures.start({ service: 'sales', startedBy: 'me' }, 5, 0),
  );
  expect(captures.isFull).toBe(true);
  expect([captures.end(first?.id ?? ''), captures.end('none')]).toEqual([true, false]);
  expect([captures.isFull, clock.pending]).toEqual([false, 19]);
});
