/**
 * Golden files: a URL, the plan that is made of it, the requests that the source gets, and the answer. Each file begins
 * with its question; `UPDATE_GOLDEN=1` writes the rest anew, for a human to compare.
 */
import 'reflect-metadata';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { financeOperations } from '../../providers/finance-operations/index';
import type { SimulatorOptions } from '../../providers/finance-operations/simulator/options';
import { startSimulator } from '../../providers/finance-operations/simulator/simulator';
import { asRequestError } from '../../src/gateway/upstream-error';
import { printPlan } from '../../src/plan/explain';
import {
  bodyText,
  openTestConnection,
  openTestService,
  setsOfTemplates,
  type TestService,
  type TestServiceOptions,
} from '../support/open-test-service';

const FOLDER = join(__dirname, 'finance-operations');
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';

/** Rows of an answer that a file shows. */
const SHOWN = 2;

/** What a file begins with, up to its first empty line. */
interface Question {
  /** Lines as they stand in the file: what it is about, settings that differ from the usual, the request. */
  readonly head: readonly string[];
  readonly target: string;
  readonly simulator: Partial<SimulatorOptions>;
  readonly gateway: Partial<TestServiceOptions>;
  /** Requests are under way at the same time, and arrive in any order. */
  readonly isUnordered: boolean;
}

function readQuestion(text: string): Question {
  const head = text.slice(0, text.indexOf('\n\n')).split('\n');
  const rest = (word: string): string | undefined =>
    head.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
  const settings = (word: string): object => JSON.parse(rest(word) ?? '{}') as object;
  const target = rest('GET') ?? '';
  return {
    head,
    // Blanks and letters beyond ASCII stand in the file as they are, everything else as it is sent.
    target: target.replaceAll(/[^!-~]/gu, encodeURIComponent),
    simulator: settings('simulator'),
    gateway: settings('gateway'),
    isUnordered: head.includes('upstream in any order'),
  };
}

async function render({
  head,
  target,
  simulator: settings,
  gateway,
  isUnordered,
}: Question): Promise<string> {
  const simulator = await startSimulator({
    auth: 'none',
    customers: 2_000,
    orders: 500,
    products: 200,
    vendors: 50,
    ...settings,
  });
  const source = await openTestConnection(
    financeOperations,
    { url: simulator.url, credential: { kind: 'none' } },
    'contoso',
  );
  try {
    const service = openTestService({
      connections: [source],
      entitySets: setsOfTemplates(financeOperations.templates ?? {}, 'contoso'),
      pageSize: 50,
      ...gateway,
    });
    await service.service.model();
    simulator.resetRequests();
    const response = await answer(target, service);
    const upstream = simulator.requests.flatMap(({ method, url, status, operations }) => [
      `${method} ${decodeURI(url)} → ${status}`,
      ...operations.map((operation) => `  ${decodeURI(operation)}`),
    ]);
    if (isUnordered) upstream.sort();
    const { plan } = await service.explain(target);
    return [
      ...head,
      '',
      'PLAN',
      printPlan(plan).trimEnd(),
      '',
      'UPSTREAM',
      ...(upstream.length === 0 ? ['nothing'] : upstream),
      '',
      'RESPONSE',
      response,
      '',
    ].join('\n');
  } finally {
    await source.close();
    await simulator.close();
  }
}

async function answer(target: string, service: TestService): Promise<string> {
  try {
    const { status, headers, ...body } = await service.get(target);
    return `${status} ${headers['Content-Type'] ?? ''}\n${shorten(bodyText({ status, headers, ...body }))}`;
  } catch (thrown) {
    const { status, code, message } = asRequestError(thrown);
    return `${status} ${code}\n${message}`;
  }
}

/** JSON over several lines with the first rows of a list; its numbers digit by digit. Other text as it is. */
function shorten(body: string): string {
  if (!body.startsWith('{')) return body;
  const parsed = JSON.parse(body, keepDigits) as { value?: unknown };
  const { value } = parsed;
  if (Array.isArray(value) && value.length > SHOWN)
    parsed.value = [...(value as unknown[]).slice(0, SHOWN), `… and ${value.length - SHOWN} more`];
  return JSON.stringify(parsed, undefined, 2);
}

/** ES2025: `JSON.parse` tells the text of a number, and `JSON.rawJSON` writes it. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => object };

function keepDigits(...[_name, value, context]: [string, unknown, { readonly source?: string }?]): unknown {
  return typeof value === 'number' && context?.source !== undefined ? rawJSON(context.source) : value;
}

describe('from URL to answer, over a simulated F&O environment', () => {
  const files = readdirSync(FOLDER);

  test.each(files)('%s', async (file) => {
    const path = join(FOLDER, file);
    const golden = readFileSync(path, 'utf8');
    const rendered = await render(readQuestion(golden));
    if (isUpdate) writeFileSync(path, rendered);
    else expect(rendered).toBe(golden);
  });
});
