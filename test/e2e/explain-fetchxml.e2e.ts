/** `vtg explain --fetchxml`: a view's FetchXML at the command line becomes a query and its plan, or one line that says why not. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Ended, runCommand } from './support/run-command';
import { temporaryFolder } from './support/start-gateway';

const demoView = resolve(__dirname, '..', '..', 'docs', 'customers-view.xml');

describe('vtg explain --fetchxml', () => {
  const folder = temporaryFolder();

  afterAll(() => folder.remove());

  function explain(...args: readonly string[]): Promise<Ended> {
    return runCommand({ args: ['explain', ...args], env: { VTG_DATA_DIR: folder.path } }).ended;
  }

  function file(fetchXml: string): string {
    const path = join(folder.path, 'view.xml');
    writeFileSync(path, fetchXml);
    return path;
  }

  test('prints the query, then the plan that the query itself would have', async () => {
    const { stdout, code } = await explain('--fetchxml', demoView);
    expect(code).toBe(0);
    const [query = '', ...plan] = stdout.split('\n');
    expect(query).toMatch(/^GET \/odata\/demo\/Customers\?\$filter=startswith\(Name,'con'\)%20and%20\(/);
    const ofUrl = await explain(query.slice('GET '.length));
    expect(plan.join('\n')).toBe(ofUrl.stdout);
  });

  test('prints notes, and all of it as JSON', async () => {
    const view = file('<fetch><entity name="new_vendor"><attribute name="new_name"/></entity></fetch>');
    const text = await explain('--fetchxml', view, '--service', 'demo');
    expect(text.stdout).toMatch(
      /^GET \/odata\/demo\/Vendors\?\$top=50&\$select=\w+,Name\nnote: The view names no number of rows/,
    );
    const { stdout } = await explain('--fetchxml', view, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      query: { entitySet: 'Vendors', options: [{ name: '$top', value: '50' }, { name: '$select' }] },
      explanation: { service: 'demo', entitySet: 'Vendors', request: 'collection' },
    });
  });

  test.each([
    [
      'a view that has no counterpart',
      ['--fetchxml', 'FILE'],
      /^vtg: line 1, column \d+, <fetch>: aggregate: /,
    ],
    [
      'a file that is not there',
      ['--fetchxml', '/nowhere/view.xml'],
      /^vtg: the file \/nowhere\/view\.xml cannot be read \(ENOENT\)\.$/,
    ],
    [
      'an unknown service',
      ['--fetchxml', 'FILE', '--service', 'none'],
      /^vtg: there is no service 'none'\.$/,
    ],
    [
      'a URL as well',
      ['Customers', '--fetchxml', 'FILE'],
      /^vtg: explain takes a URL or --fetchxml <file>, one of the two\.$/,
    ],
    ['neither', [], /^vtg: explain takes a URL or --fetchxml/],
  ])('says in one line what is wrong: %s', async (_, args, message) => {
    const view = file('<fetch aggregate="true"><entity name="new_customer"/></fetch>');
    const { code, stdout, stderr } = await explain(...args.map((arg) => (arg === 'FILE' ? view : arg)));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect(lines).toEqual([expect.stringMatching(message)]);
  });
});
