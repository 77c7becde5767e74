/** Remembers which rows were made under a Guid of their caller's that is not the one their key makes: it stays usable. */
import { existsSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Key } from '../provider-sdk/index';
import { openSqlite, whenUnlocked } from './sqlite-file';

export interface AliasOwner {
  readonly connection: string;
  readonly entity: string;
}

export interface RowAliases {
  /**
   * The key of the row that was made under the Guid.
   *
   * @throws if the file cannot be read
   */
  find(owner: AliasOwner, guid: string): Key | undefined;
  /** On disk when it is done. Rejects if the file cannot be written, also after some time because others have it locked. */
  remember(owner: AliasOwner, guid: string, key: Key): Promise<void>;
  close(): void;
}

/** The file is made with the first alias; as long as there is none, no Guid costs a look into it. */
export function openRowAliases(file: string): RowAliases {
  let opened = existsSync(file) ? open(file) : undefined;
  return {
    find({ connection, entity }, guid) {
      const row = opened?.select.get(connection, entity, guid.toLowerCase());
      return typeof row?.['key'] === 'string' ? (JSON.parse(row['key']) as Key) : undefined;
    },
    async remember({ connection, entity }, guid, key) {
      await whenUnlocked(() => {
        opened ??= open(file);
        opened.insert.run(connection, entity, guid.toLowerCase(), JSON.stringify(key));
      });
    },
    close() {
      opened?.database.close();
      opened = undefined;
    },
  };
}

interface OpenFile {
  readonly database: DatabaseSync;
  readonly select: StatementSync;
  readonly insert: StatementSync;
}

/** Prepares once what a filter asks for each of its Guids. */
function open(file: string): OpenFile {
  const database = openSqlite(
    file,
    `CREATE TABLE IF NOT EXISTS row_alias (
       connection TEXT NOT NULL, entity TEXT NOT NULL, guid TEXT NOT NULL, key TEXT NOT NULL,
       PRIMARY KEY (connection, entity, guid)
     ) WITHOUT ROWID`,
  );
  return {
    database,
    select: database.prepare('SELECT key FROM row_alias WHERE connection = ? AND entity = ? AND guid = ?'),
    insert: database.prepare(
      'INSERT OR REPLACE INTO row_alias (connection, entity, guid, key) VALUES (?, ?, ?, ?)',
    ),
  };
}
