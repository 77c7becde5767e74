/** How a file comes to the newest tables, from whatever it was. */
import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../../src/record/store/migrations';

let database: DatabaseSync;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
});

afterEach(() => database.close());

const version = (): unknown => database.prepare('SELECT max(version) AS version FROM migration').get();
const steps = ['CREATE TABLE a (x)', 'INSERT INTO a VALUES (1)', 'INSERT INTO a VALUES (2)'];

describe('migrations', () => {
  test('make the tables of an empty file, once', () => {
    migrate(database);
    migrate(database);
    expect(database.prepare('SELECT count(*) AS count FROM record').get()).toEqual({ count: 0 });
    expect(version()).toEqual({ version: 1 });
  });

  test('do only what an existing file has not seen', () => {
    migrate(database, steps.slice(0, 2));
    migrate(database, steps);
    expect(database.prepare('SELECT x FROM a').all()).toEqual([{ x: 1 }, { x: 2 }]);
    expect(version()).toEqual({ version: 3 });
  });

  test('that fail leave the file as it was', () => {
    expect(() => migrate(database, [...steps, 'CREATE TABLE a (x)'])).toThrow('already exists');
    expect(version()).toEqual({ version: null });
    migrate(database, steps);
    expect(version()).toEqual({ version: 3 });
  });

  test('refuse the file of a newer gateway', () => {
    migrate(database, steps);
    expect(() => migrate(database, steps.slice(0, 1))).toThrow('A newer gateway');
  });
});
