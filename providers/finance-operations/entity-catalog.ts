/** Knows the entities of an environment: from memory, else from disk, else from F&O; renews what is old behind the callers. */
import { NotFound, type CallContext, type EntityDeclaration } from '../../src/provider-sdk/index';
import type { DataService } from './data-service';
import { declareEntity, type DeclarationOptions } from './declare-entity';
import { discoverEntities } from './discover-entities';
import type { MetadataFiles, StoredEntity } from './metadata-files';
import type { SourceColumn, SourceEntity } from './source-column';

const REFRESH_TIMEOUT = 60_000;

/** After a renewal that failed, the next one waits so long. */
const REFRESH_PAUSE = 5 * 60_000;

export interface KnownEntity {
  readonly name: string;
  readonly columns: ReadonlyMap<string, SourceColumn>;
  readonly key: readonly string[];
  readonly declaration: EntityDeclaration;
}

export interface EntityCatalogOptions extends DeclarationOptions {
  readonly service: DataService;
  readonly files: MetadataFiles;
  readonly timeToLive: number;
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

interface Entry {
  readonly entity: KnownEntity;
  readonly fetched: number;
}

export class EntityCatalog {
  private readonly entries = new Map<string, Entry>();
  private refresh: Promise<void> | undefined;
  private readonly closed = new AbortController();

  constructor(private readonly options: EntityCatalogOptions) {}

  /** @throws {NotFound} naming a set that the environment does not have */
  async entities(names: readonly string[], context: CallContext): Promise<readonly KnownEntity[]> {
    const wanted = [...new Set(names)];
    for (const name of wanted) await this.load(name);
    const missing = wanted.filter((name) => !this.entries.has(name));
    if (missing.length > 0) await this.discover(missing, context);
    this.refreshOld(wanted);
    return wanted.map((name) => this.known(name));
  }

  async entity(name: string, context: CallContext): Promise<KnownEntity> {
    const entry = this.entries.get(name);
    if (entry !== undefined) {
      this.refreshOld([name]);
      return entry.entity;
    }
    const [entity] = await this.entities([name], context);
    return entity ?? this.known(name);
  }

  /** Forgets when an entity was fetched, so that the next use renews it: an answer has shown it to be out of date. */
  expire(name: string): void {
    const entry = this.entries.get(name);
    if (entry !== undefined) this.entries.set(name, { ...entry, fetched: Number.NEGATIVE_INFINITY });
  }

  /** Ends the renewal that may be running. */
  async close(): Promise<void> {
    this.closed.abort();
    await this.refresh;
  }

  private known(name: string): KnownEntity {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new NotFound(`F&O has no public entity set "${name}".`);
    return entry.entity;
  }

  private async load(name: string): Promise<void> {
    // A name goes into a path and a URL: anything but an identifier is no entity set.
    if (!/^\w+$/.test(name)) throw new NotFound(`"${name}" is no name of an entity set.`);
    if (this.entries.has(name)) return;
    const stored = await this.options.files.read(name);
    if (stored !== undefined) this.keep(stored);
  }

  private async discover(names: readonly string[], context: CallContext): Promise<void> {
    const found = await discoverEntities(names, this.options.service, context);
    await this.store(found);
  }

  private async store(entities: readonly SourceEntity[]): Promise<void> {
    const { files, now, warn } = this.options;
    for (const entity of entities) {
      const stored = { entity, fetched: now() };
      this.keep(stored);
      try {
        await files.write(stored);
      } catch (error) {
        warn(`The columns of ${entity.name} could not be kept on disk: ${String(error)}`);
      }
    }
  }

  private keep({ entity, fetched }: StoredEntity): void {
    const columns = new Map(entity.columns.map((column) => [column.name, column]));
    const declaration = declareEntity(entity, this.options);
    this.entries.set(entity.name, {
      entity: { name: entity.name, columns, key: declaration.key, declaration },
      fetched,
    });
  }

  private refreshOld(names: readonly string[]): void {
    const { now, timeToLive, service, warn } = this.options;
    const old = names.filter((name) => (this.entries.get(name)?.fetched ?? 0) + timeToLive <= now());
    if (old.length === 0 || this.refresh !== undefined) return;
    const signal = AbortSignal.any([this.closed.signal, AbortSignal.timeout(REFRESH_TIMEOUT)]);
    const context = { signal, deadline: Date.now() + REFRESH_TIMEOUT };
    this.refresh = discoverEntities(old, service, context)
      .then((found) => this.store(found))
      .catch((error: unknown) => {
        this.postpone(old);
        if (!this.closed.signal.aborted)
          warn(`The columns of ${old.join(', ')} could not be renewed: ${String(error)}`);
      })
      .finally(() => {
        this.refresh = undefined;
      });
  }

  private postpone(names: readonly string[]): void {
    const fetched = this.options.now() - this.options.timeToLive + REFRESH_PAUSE;
    for (const name of names) {
      const entry = this.entries.get(name);
      if (entry !== undefined) this.entries.set(name, { ...entry, fetched });
    }
  }
}
