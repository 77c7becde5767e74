/** The official ABNF test cases of OASIS, which are read from outside the project; see EXCLUDED_RULES for what is left out. */

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ODataSyntaxError } from '../../../src/odata/syntax/syntax-error';
import { ACCEPTED_NEGATIVES, REFUSED_POSITIVES } from '../oasis-exceptions';
import { ENTRIES, EXCLUDED_RULES } from './oasis-rules';

interface Case {
  readonly Rule: string;
  readonly Input: string;
}

const projectRoot = resolve(__dirname, '..', '..', '..');
const folder = process.env['VTG_OASIS'] ?? join(projectRoot, '..', 'shared', 'oasis');

if (existsSync(folder)) describe('OASIS ABNF cases', runCases);
else
  test.skip(`OASIS ABNF cases: set VTG_OASIS to the folder that holds odata-abnf-testcases.json`, () =>
    undefined);

function runCases(): void {
  const { TestCases } = readJson<{ TestCases: readonly Case[] }>('odata-abnf-testcases.json');
  const classes = readJson<Record<string, string>>('oasis-classes.json');
  const cases = TestCases.map((found, index) => ({
    ...found,
    index,
    class: classes[`odata-abnf-testcases#${index}`] ?? 'unclassified',
  }));
  const covered = cases.filter(({ Rule }) => !(Rule in EXCLUDED_RULES));

  test('every case is classified, and every rule has an entry point or a reason to have none', () => {
    const rules = new Set(cases.map(({ Rule }) => Rule));
    const homeless = [...rules].filter((rule) => !(rule in ENTRIES) && !(rule in EXCLUDED_RULES));
    expect(homeless).toEqual([]);
    expect(cases.filter((found) => found.class === 'unclassified')).toEqual([]);
    expect(Object.keys(EXCLUDED_RULES).filter((rule) => !rules.has(rule) || rule in ENTRIES)).toEqual([]);
  });

  test.each([
    ['4.0', 99],
    ['4.01-only', 95],
  ])('of class %s, at least %d in a hundred are accepted, and each other is listed', (name, least) => {
    const positives = covered.filter((found) => found.class === name);
    const refused = positives.filter(({ Rule, Input }) => !isAccepted(Rule, Input));
    const listed = positives.filter(({ index }) => index in REFUSED_POSITIVES);
    expect(refused.map(show)).toEqual(listed.map(show));
    expect((100 * (positives.length - refused.length)) / positives.length).toBeGreaterThanOrEqual(least);
  });

  test('whatever the syntax forbids is refused, but for what is listed', () => {
    const accepted = covered.filter(
      ({ class: name, Rule, Input }) => name === 'neg: syntax' && isAccepted(Rule, Input),
    );
    const listed = covered.filter(({ index }) => index in ACCEPTED_NEGATIVES);
    expect(accepted.map(show)).toEqual(listed.map(show));
  });

  test('every exception is a case that exists', () => {
    const known = new Set(covered.map(({ index }) => String(index)));
    const listed = [...Object.keys(REFUSED_POSITIVES), ...Object.keys(ACCEPTED_NEGATIVES)];
    expect(listed.filter((index) => !known.has(index))).toEqual([]);
  });
}

function show({ index, Rule, Input }: Case & { readonly index: number }): string {
  return `${index} ${Rule}: ${Input}`;
}

function isAccepted(rule: string, input: string): boolean {
  try {
    ENTRIES[rule]?.(input);
    return true;
  } catch (error) {
    if (error instanceof ODataSyntaxError) return false;
    throw error;
  }
}

function readJson<Content>(name: string): Content {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Content;
}
