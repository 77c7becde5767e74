/** The sink on standard output: one line each, whatever somebody sent, and an end of its reader is no end of the gateway. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueryRecord } from '../../../src/record/query-record';
import { createStdoutSink } from '../../../src/server/sinks/stdout-sink';
import { idOf, sampleRecord } from '../../support/record/random-record';

const folder = mkdtempSync(join(tmpdir(), 'vtg-stdout-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('each record is one line, batch after batch, and whole when it is taken', async () => {
  const file = join(folder, 'out');
  const fd = openSync(file, 'w');
  const sink = createStdoutSink(fd);
  const hostile = 'a\r\nb\u2028\u0000\u009b31m\u202e","level":60';
  const ids = Array.from({ length: 700 }, (_, index) => idOf(index));
  for (const start of [0, 350]) {
    await sink.add(ids.slice(start, start + 350).map((id) => sampleRecord({ id, url: hostile })));
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(start + 351);
  }
  await sink.close();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as QueryRecord);
  expect(records.map(({ id }) => id)).toEqual(ids);
  expect(records[0]?.url).toBe(hostile);
  expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
});

test('what cannot be written is refused, the next as well', async () => {
  const file = join(folder, 'read-only');
  closeSync(openSync(file, 'w'));
  const fd = openSync(file, 'r');
  const sink = createStdoutSink(fd);
  for (let batch = 0; batch < 2; batch++) await expect(sink.add([sampleRecord({})])).rejects.toThrow('EBADF');
  await sink.close();
});
