/** Changes through the gateway, and the same sent straight to the source: CPU time that the gateway takes beside the source's own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../test/support/free-port';
import { Load } from '../load';
import { median } from '../measure';
import { startRole, type Subprocess } from '../subprocess';
import type { Measured } from '../table';
import { type Group, GROUPS, groupsConfiguration, listGroups } from './groups';

const ROUNDS = 16;
const AT_ONCE = 8;
const CHANGES_PER_ROUND = 400;
/** The optimising compiler is busy with the gateway until then, and that is no cost of a change. */
const CHANGES_TO_WARM_UP = 16_000;
/** Milliseconds of CPU that the gateway may take. */
const MOST = 1;

export async function measureWrites(): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vtg-bench-'));
  const source = await startRole('simulator');
  const configuration = join(folder, 'gateway.yaml');
  writeFileSync(configuration, groupsConfiguration({ source: source.port }));
  const environment = {
    VTG_CONFIG: configuration,
    VTG_DATA_DIR: join(folder, 'var'),
    VTG_PORT: String(await freePort()),
    VTG_ADMIN_PORT: String(await freePort()),
  };
  // Each change is a line in its log.
  const gateway = await startRole('gateway', environment, 'ignore');
  try {
    const groups = await listGroups(gateway, AT_ONCE);
    const measured: Measured[] = [];
    for (const kind of [patches(groups), posts()])
      measured.push(...(await measureKind(kind, gateway, source)));
    return measured;
  } finally {
    await Promise.all([gateway.stop(), source.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Kind {
  readonly method: 'PATCH' | 'POST';
  readonly status: number;
  /** Each a new one. */
  readonly change: () => Change;
}

interface Change {
  readonly path: string;
  readonly sourcePath: string;
  readonly body: Readonly<Record<string, string>>;
  readonly sourceBody: Readonly<Record<string, string>>;
}

function patches(groups: readonly Group[]): Kind {
  let changes = 0;
  return {
    method: 'PATCH',
    status: 204,
    change() {
      const group = groups[changes % groups.length];
      if (group === undefined) throw new Error('There are no rows.');
      const body = { Description: `version ${changes++}` };
      return { ...group, body, sourceBody: body };
    },
  };
}

function posts(): Kind {
  let changes = 0;
  return {
    method: 'POST',
    status: 201,
    change() {
      const row = { CustomerGroupId: `B${changes++}`, Description: 'A new group' };
      return {
        path: GROUPS,
        sourcePath: '/data/CustomerGroups?cross-company=true',
        body: { Company: 'usmf', ...row },
        sourceBody: { dataAreaId: 'usmf', ...row },
      };
    },
  };
}

async function measureKind(
  kind: Kind,
  gateway: Subprocess,
  source: Subprocess,
): Promise<readonly Measured[]> {
  const through = new ChangeLoad(gateway, kind, ({ path, body }) => ({ path, body }));
  const straight = new ChangeLoad(source, kind, ({ sourcePath, sourceBody }) => ({
    path: sourcePath,
    body: sourceBody,
  }));
  const [gateways, sources, sourcesAlone]: [number[], number[], number[]] = [[], [], []];
  try {
    for (const load of [through, straight]) await load.send(CHANGES_TO_WARM_UP);
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = [await gateway.cpu(), await source.cpu()] as const;
      await through.send(CHANGES_PER_ROUND);
      const between = [await gateway.cpu(), await source.cpu()] as const;
      await straight.send(CHANGES_PER_ROUND);
      const after = await source.cpu();
      gateways.push((between[0] - before[0]) / CHANGES_PER_ROUND);
      sources.push((between[1] - before[1]) / CHANGES_PER_ROUND);
      sourcesAlone.push((after - between[1]) / CHANGES_PER_ROUND);
    }
  } finally {
    await Promise.all([through.close(), straight.close()]);
  }
  const control = { name: 'the source, asked directly', value: median(sourcesAlone) };
  return [
    { what: `${kind.method} of a row`, ours: median(gateways), unit: 'ms', control, most: { value: MOST } },
    { what: '  the source, asked by the gateway', ours: median(sources), unit: 'ms', control },
  ];
}

interface Sent {
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
}

class ChangeLoad extends Load {
  constructor(
    subject: Subprocess,
    private readonly kind: Kind,
    private readonly sentTo: (change: Change) => Sent,
  ) {
    super(subject, AT_ONCE);
  }

  protected async request(): Promise<void> {
    const { method, status, change } = this.kind;
    const { path, body } = this.sentTo(change());
    const answer = await this.pool.request({
      method,
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== status) throw new Error(`An answer has status ${answer.statusCode}: ${text}`);
  }
}
