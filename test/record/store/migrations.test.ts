/** How a database comes to the newest tables, from whatever it was. */
import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../../src/record/store/migrations';
import type { Session } from '../../../src/record/store/session';
import { sqliteDialect } from '../../../src/record/store/sqlite-dialect';

let database: DatabaseSync;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
});

afterEach(() => database.close());

/** In a transaction, as the store does it. */
async function migrateTo(...statements: readonly string[]): Promise<void> {
  const session: Session = {
    run: (sql, ...values) => Promise.resolve(database.prepare(sql).all(...values)),
  };
  const steps = statements.map((statement) => () => [statement]);
  database.exec('BEGIN');
  try {
    await migrate(session, sqliteDialect, ...(steps.length > 0 ? [steps] : []));
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

const version = (): unknown => database.prepare('SELECT max(version) AS version FROM migration').get();
const steps = ['CREATE TABLE a (x)', 'INSERT INTO a VALUES (1)', 'INSERT INTO a VALUES (2)'];

describe('migrations', () => {
  test('make the tables of an empty database, once', async () => {
    await migrateTo();
    await migrateTo();
    expect(database.prepare('SELECT count(*) AS count FROM record').get()).toEqual({ count: 0 });
    expect(version()).toEqual({ version: 3 });
  });

  test('do only what an existing database has not seen', async () => {
    await migrateTo(...steps.slice(0, 2));
    await migrateTo(...steps);
    expect(database.prepare('SELECT x FROM a').all()).toEqual([{ x: 1 }, { x: 2 }]);
    expect(version()).toEqual({ version: 3 });
  });

  test('that fail leave the database as it was', async () => {
    await migrateTo(...steps.slice(0, 1));
    await expect(migrateTo(...steps, 'CREATE TABLE a (x)')).rejects.toThrow('already exists');
    expect(version()).toEqual({ version: 1 });
    await migrateTo(...steps);
    expect(version()).toEqual({ version: 3 });
  });

  test('refuse the database of a newer gateway', async () => {
    await migrateTo(...steps);
    await expect(migrateTo(...steps.slice(0, 1))).rejects.toThrow('A newer gateway');
  });
});
