/** Keeps what was discovered of each entity set as one file, so that a start needs no call and survives an F&O that is down. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceEntity } from './source-column';

/** Raised when the shape of {@link SourceEntity} changes: older files are then no longer read. */
const VERSION = 1;

export interface StoredEntity {
  readonly entity: SourceEntity;
  /** Milliseconds since 1970. */
  readonly fetched: number;
}

interface MetadataFile extends StoredEntity {
  readonly version: number;
  readonly origin: string;
}

export class MetadataFiles {
  constructor(
    private readonly folder: string,
    private readonly origin: string,
  ) {}

  /** Undefined if there is no file, or one of another environment, of another version, or broken. */
  async read(name: string): Promise<StoredEntity | undefined> {
    try {
      const file = JSON.parse(await readFile(this.pathOf(name), 'utf8')) as Partial<MetadataFile>;
      if (file.version !== VERSION || file.origin !== this.origin) return undefined;
      if (file.entity?.name !== name || typeof file.fetched !== 'number') return undefined;
      return { entity: file.entity, fetched: file.fetched };
    } catch {
      return undefined;
    }
  }

  /** Written beside and moved into place: a reader never sees half a file. */
  async write({ entity, fetched }: StoredEntity): Promise<void> {
    const file: MetadataFile = { version: VERSION, origin: this.origin, fetched, entity };
    await mkdir(this.folder, { recursive: true });
    const path = this.pathOf(entity.name);
    const beside = `${path}.${randomUUID()}`;
    await writeFile(beside, JSON.stringify(file));
    await rename(beside, path);
  }

  private pathOf(name: string): string {
    return join(this.folder, `entity-${name}.json`);
  }
}
