/** Every command that the README shows with its output gives that output. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildIfStale } from '../support/build-if-stale';
import { runCommand, spawnGateway, type SpawnedGateway } from './support/run-command';
import { temporaryFolder } from './support/start-gateway';

const root = resolve(__dirname, '..', '..');

interface Shown {
  readonly command: string;
  readonly output: string;
}

/** The commands in blocks marked `console`: a line that begins with `$ `, then what it prints. */
function shownCommands(): readonly Shown[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```console\n(.*?)^```/gms)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .filter((part) => part !== '')
      .map((part) => ({
        command: part.slice(0, part.indexOf('\n')),
        output: part.slice(part.indexOf('\n') + 1).trimEnd(),
      })),
  );
}

const shown = shownCommands();

describe('the README', () => {
  const folder = temporaryFolder();
  let gateway: SpawnedGateway;

  beforeAll(async () => {
    buildIfStale();
    const env = { VTG_PUBLIC_URL: 'http://localhost:3000' };
    gateway = await spawnGateway(join(root, 'gateway.yaml'), folder.path, { program: 'build', env });
  });

  afterAll(async () => {
    await gateway.stop();
    folder.remove();
  });

  test('shows requests, a plan and a parser', () => {
    expect(shown.map(({ command }) => command.split(' ', 1)[0])).toEqual([
      'curl',
      'curl',
      'curl',
      'curl',
      'curl',
      'npm',
      'npm',
      'node',
    ]);
  });

  test.each(shown.filter(({ command }) => command.startsWith('curl')))(
    '$command',
    async ({ command, output }) => {
      const url = /'http:\/\/localhost:3000(\/[^']*)'/.exec(command)?.[1] ?? '';
      const method = /-X (\w+)/.exec(command)?.[1] ?? 'GET';
      const headers = Object.fromEntries(
        [...command.matchAll(/-H '([^:']*): ([^']*)'/g)].map(([, name = '', value = '']) => [name, value]),
      );
      const given = /-d '([^']*)'/.exec(command)?.[1];
      const pattern = /grep -o '([^']*)'/.exec(command)?.[1];
      const { body } = await gateway.data.send(url, {
        method,
        headers,
        ...(given === undefined ? {} : { body: given }),
      });
      const printed = pattern === undefined ? body : [...body.matchAll(new RegExp(pattern, 'g'))].join('\n');
      expect(printed.trimEnd()).toBe(output);
    },
  );

  test.each(shown.filter(({ command }) => command.startsWith('npm')))(
    '$command',
    async ({ command, output }) => {
      const [, written = '', lines] = /-- (.*) 2>\/dev\/null(?: \| head -(\d+))?$/.exec(command) ?? [];
      const args = [...written.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) =>
        (quoted ?? plain).replaceAll('\\$', '$'),
      );
      const env = { VTG_DATA_DIR: folder.path };
      const { stdout, code } = await runCommand({ program: 'build', args, env }).ended;
      const printed = stdout.split('\n').slice(0, lines === undefined ? undefined : Number(lines));
      expect({ code, stdout: printed.join('\n').trimEnd() }).toEqual({ code: 0, stdout: output });
    },
  );

  test.each(shown.filter(({ command }) => command.startsWith('node')))('$command', ({ command, output }) => {
    const script = /-p "(.*)"$/.exec(command)?.[1]?.replaceAll('\\"', '"') ?? '';
    const printed = execFileSync(process.execPath, ['-p', script], { cwd: root, encoding: 'utf8' });
    expect(printed.trimEnd()).toBe(output);
  });
});
