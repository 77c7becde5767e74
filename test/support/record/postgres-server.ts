/** A real PostgreSQL of a test's own on a free loopback port, to be stopped and started again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { PostgresAddress } from '../../../src/record/store/postgres-address';
import { until } from '../cache/redis-server';
import { freePort } from '../free-port';

/** Where Debian puts it, by version: only clients are on the PATH. */
const VERSIONS = '/usr/lib/postgresql';
/** What a test has written is not to survive the machine. */
const CARELESS: readonly string[] = ['fsync=off', 'full_page_writes=off'];
const PASSWORD = 'p@ss word/of:tests';

/** Whether it can be had; if not, one line says how. */
export function hasPostgres(): boolean {
  if (existsSync(VERSIONS)) return true;
  process.stderr.write(
    `Skipped: no PostgreSQL under ${VERSIONS}; "apt-get install -y postgresql" brings it.\n`,
  );
  return false;
}

export class PostgresServer {
  #process: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly settings: readonly string[],
  ) {}

  static async start(settings = CARELESS): Promise<PostgresServer> {
    const folder = mkdtempSync(join(tmpdir(), 'vtg-postgres-'));
    const server = new PostgresServer(folder, await freePort(), settings);
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, PASSWORD);
    const owner = ownerOf();
    if (owner !== undefined) for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid);
    const options = ['-D', server.#tables, '-U', 'vtg', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
    const { status, stderr } = spawnSync(
      program('initdb'),
      [...options, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
      { cwd: folder, encoding: 'utf8', ...owner },
    );
    if (status !== 0) throw new Error(`initdb: ${stderr}`);
    await server.restart();
    return server;
  }

  get #tables(): string {
    return join(this.folder, 'tables');
  }

  address(schema: string): PostgresAddress {
    const { port } = this;
    return {
      host: '127.0.0.1',
      port,
      database: 'postgres',
      user: 'vtg',
      password: PASSWORD,
      tls: 'disable',
      schema,
    };
  }

  async restart(): Promise<void> {
    const address = ['listen_addresses=127.0.0.1', `port=${this.port}`, 'unix_socket_directories='];
    const settings = [...address, ...this.settings];
    this.#process = spawn(
      program('postgres'),
      ['-D', this.#tables, ...settings.flatMap((setting) => ['-c', setting])],
      { cwd: this.folder, stdio: 'ignore', ...ownerOf() },
    );
    await until(() => this.#answers());
  }

  /** Ends all sessions at once, as a crash does. */
  async stop(): Promise<void> {
    const process = this.#process;
    if (process === undefined || process.exitCode !== null || process.signalCode !== null) return;
    process.kill('SIGQUIT');
    await once(process, 'exit');
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What one statement gives, of the tables in this schema. */
  async rows(schema: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const client = await this.#connect(schema);
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Locks a table against everybody. @returns what lets it go */
  async lock(schema: string, table: string): Promise<() => Promise<void>> {
    const client = await this.#connect(schema);
    await client.query(`BEGIN; LOCK TABLE ${table}`);
    return () => client.end();
  }

  async #connect(schema: string): Promise<Client> {
    const { host, port, database, user, password } = this.address(schema);
    const client = new Client({ host, port, database, user, password });
    await client.connect();
    await client.query(`SET search_path TO "${schema}"`);
    return client;
  }

  async #answers(): Promise<boolean> {
    try {
      await this.rows('public', 'SELECT 1');
      return true;
    } catch {
      return false;
    }
  }
}

function program(name: string): string {
  const newest = readdirSync(VERSIONS).toSorted((a, b) => Number(b) - Number(a))[0] ?? '';
  return join(VERSIONS, newest, 'bin', name);
}

/** PostgreSQL refuses to run as root: then it runs as the user whom its package has made. */
function ownerOf(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (kind: string): number => Number(spawnSync('id', [kind, 'postgres']).stdout);
  return { uid: idOf('-u'), gid: idOf('-g') };
}
