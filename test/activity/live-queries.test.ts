/** What watchers of live queries are told, and that none of them can hold anything up. */
import { type EventSink, type LiveFilter, LiveQueries } from '../../src/activity/live-queries';
import { RunningRequests } from '../../src/activity/running-requests';
import { RequestNotes } from '../../src/record/request-notes';
import { ManualClock } from '../support/cache/manual-clock';
import { sampleRecord } from '../support/record/random-record';

let clock: ManualClock;
let running: RunningRequests;
let live: LiveQueries;

beforeEach(() => {
  clock = new ManualClock();
  running = new RunningRequests();
  live = new LiveQueries(running, clock);
});

class Reader implements EventSink {
  readonly told: string[] = [];
  held = 0;
  hasEnded = false;
  write(text: string): void {
    this.told.push(text);
  }
  backlog(): number {
    return this.held;
  }
  end(): void {
    this.hasEnded = true;
  }
  /** Names and contents of the events since the last look. */
  look(): readonly (readonly [string, unknown])[] {
    return this.told
      .splice(0)
      .flatMap((text) => [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)])
      .map(([, name = '', content = '']) => [name, JSON.parse(content)]);
  }
}

function reader(filter: LiveFilter = {}): Reader & { stop(): void } {
  const made = new Reader();
  const stop = live.watch(filter, made);
  return Object.assign(made, { stop });
}

function begin(service: string, target: string): RequestNotes {
  const notes = new RequestNotes({ method: 'GET', correlationId: 'c1', headers: {}, isHeard: () => true });
  notes.addressed(service, target);
  running.began(notes);
  return notes;
}

test('what runs is told at once and when it changes, once a second at most', () => {
  const notes = begin('sales', "Customers?$filter=Name eq 'Ann'");
  const watcher = reader();
  expect(watcher.look()).toMatchObject([
    [
      'running',
      { count: 1, items: [{ service: 'sales', url: 'Customers?$filter=Name eq ?', stage: 'parse' }] },
    ],
  ]);
  notes.ended('parse');
  clock.advance(250);
  expect(watcher.look()).toEqual([]);
  for (let tick = 0; tick < 4; tick++) clock.advance(250);
  expect(watcher.look()).toMatchObject([['running', { items: [{ stage: 'bind' }] }]]);
  for (let tick = 0; tick < 12; tick++) clock.advance(250);
  expect(watcher.look()).toEqual([]);
  running.ended(notes);
  for (let tick = 0; tick < 4; tick++) clock.advance(250);
  expect(watcher.look()).toMatchObject([['running', { count: 0, items: [] }]]);
});

test('what has ended is told without what lists leave out, and a line break in it ends nothing', () => {
  const watcher = reader();
  watcher.look();
  const record = sampleRecord({
    url: 'A\n\nevent: forged\ndata: {}\n\n',
    plan: { source: 'scan', parts: [{ clause: '$top', text: '5', place: 'source' }], pushed: true },
    stages: { parse: 1 },
  });
  live.ended(record);
  clock.advance(250);
  const [[name, content] = []] = watcher.look();
  expect([name, content]).toMatchObject([
    'ended',
    { url: record.url, plan: { source: 'scan', pushed: true } },
  ]);
  expect(content).not.toHaveProperty('stages');
  expect(content).not.toHaveProperty('plan.parts');
});

test('a filter keeps to a service, an entity set and a status', () => {
  begin('sales', 'Customers');
  const watchers = [
    reader({ service: 'sales', status: '5xx' }),
    reader({ service: 'other' }),
    reader({ entitySet: 'Customers', status: 404 }),
  ];
  expect(watchers.map((watcher) => watcher.look())).toMatchObject([
    [['running', { count: 1 }]],
    [['running', { count: 0 }]],
    [['running', { count: 0 }]],
  ]);
  live.ended(sampleRecord({ service: 'sales', status: 503 }));
  live.ended(sampleRecord({ service: 'sales', status: 200 }));
  live.ended(sampleRecord({ service: 'other', entitySet: 'Customers', status: 404 }));
  clock.advance(250);
  expect(watchers.map((watcher) => watcher.look().map(([, content]) => content))).toMatchObject([
    [{ status: 503 }],
    [{ status: 404 }],
    [{ status: 404 }],
  ]);
});

test('who is told too much at once, or takes nothing, learns how many he missed', () => {
  const watcher = reader();
  watcher.look();
  for (let index = 0; index < 250; index++) live.ended(sampleRecord({}));
  clock.advance(250);
  const events = watcher.look();
  expect(events.filter(([name]) => name === 'ended')).toHaveLength(200);
  expect(events.at(-1)).toEqual(['lost', { events: 50 }]);

  watcher.held = 1_000_000;
  live.ended(sampleRecord({}));
  clock.advance(250);
  expect(watcher.look()).toEqual([]);
  watcher.held = 0;
  clock.advance(250);
  expect(watcher.look()).toEqual([['lost', { events: 1 }]]);
});

test('who takes nothing for a minute is cut off, and a silent line is kept alive', () => {
  const [stuck, silent] = [reader(), reader()];
  stuck.held = 1_000_000;
  silent.look();
  clock.advance(250);
  expect(silent.told).toEqual([]);
  clock.advance(15_000);
  expect(silent.told).toEqual([': still here\n\n']);
  clock.advance(50_000);
  expect([stuck.hasEnded, silent.hasEnded]).toEqual([true, false]);
});

test('twenty may watch; nothing is left of those who went, nor after the end', () => {
  const watchers = Array.from({ length: 20 }, () => reader());
  expect(live.isFull).toBe(true);
  watchers[0]?.stop();
  expect([live.isFull, live.isWatched]).toEqual([false, true]);
  live.close();
  expect(watchers.every(({ hasEnded }) => hasEnded)).toBe(true);
  expect([live.isWatched, clock.pending]).toEqual([false, 0]);
});
