/** What SQLite spells in its own way. */
import type { StoreDialect } from './store-dialect';

export const sqliteDialect: StoreDialect = {
  key: 'INTEGER PRIMARY KEY',
  text: 'TEXT',
  clustered: 'WITHOUT ROWID',
  rows: 'json_each(?)',
  shownRest: (rest) => `json_remove(${rest}, '$.plan.parts', '$.stages', '$.calls')`,
  entries: (objects) => `json_each('[' || ${objects} || ']') AS item, json_each(item.value) AS entry`,
  bytes: '(SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)',
  bytesInUse: `((SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count))
    * (SELECT page_size FROM pragma_page_size)`,
};
