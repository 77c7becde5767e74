/** Asks the admin API for everything that its own description lists under GET, with what its lists name filled in, and holds the answers against it. */
import type { Place } from '../../support/canaries';
import { DescribedAnswers } from '../../support/described-answers';
import type { HttpClient, Received } from './http-client';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: { readonly enum?: readonly string[] };
}

interface Operation {
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

interface Description {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
}

type Items = readonly Readonly<Record<string, unknown>>[];
type Headers = Readonly<Record<string, string>>;

export interface Walked {
  readonly places: readonly Place[];
  /** Addresses that no filling made answer. */
  readonly unanswered: readonly string[];
  readonly described: DescribedAnswers;
  /** Where answers are not as described. */
  readonly faults: readonly string[];
}

/** Streams are left out: they do not end. */
const STREAM = 'text/event-stream';

/**
 * @param rightful headers of an administrator who may see everything
 * @param others headers of administrators who may see less; what they are answered is a place as well
 */
export async function walkAdmin(
  admin: HttpClient,
  rightful: Headers,
  others: readonly Headers[],
): Promise<Walked> {
  const read = async (path: string): Promise<unknown> => JSON.parse((await admin.get(path, rightful)).body);
  const description = (await read('/api/openapi.json')) as Description;
  const described = new DescribedAnswers(description);
  const fillings = await fillingsFrom(
    async (path) => ((await read(path)) as { readonly items: Items }).items,
  );
  const places: Place[] = [];
  const unanswered: string[] = [];
  const faults: string[] = [];
  const ask = async (address: string, headers: Headers): Promise<number> => {
    const answer = await admin.get(address, headers);
    places.push(placeOf(address, answer));
    faults.push(...described.faultsOf('GET', address, answer).map((fault) => `${address}: ${fault}`));
    return answer.status;
  };
  for (const [path, { get }] of Object.entries(description.paths)) {
    if (get === undefined || isStream(get)) continue;
    const addresses = addressesOf(path, get, fillings);
    let isAnswered = false;
    for (const address of addresses) isAnswered = (await ask(address, rightful)) === 200 || isAnswered;
    const [first = path] = addresses;
    for (const headers of others) await ask(first, headers);
    if (!isAnswered) unanswered.push(path);
  }
  return { places, unanswered, described, faults };
}

function isStream({ responses }: Operation): boolean {
  return Object.values(responses).some(({ content = {} }) => Object.hasOwn(content, STREAM));
}

function placeOf(address: string, { headers, body }: Received): Place {
  return { name: `GET ${address}`, content: `${JSON.stringify(headers)}\n${body}` };
}

type Filling = Readonly<Record<string, string>>;

/** Sets of values that belong together, such as a service and one of its sets. */
async function fillingsFrom(itemsOf: (path: string) => Promise<Items>): Promise<readonly Filling[]> {
  const services = await itemsOf('/api/services');
  const sets = services.flatMap(({ name, entitySets }) =>
    (entitySets as Items).map((set) => ({ service: String(name), set: String(set['name']) })),
  );
  const records = [...(await itemsOf('/api/queries?limit=500'))].map(({ id }) => ({ id: String(id) }));
  const connections = (await itemsOf('/api/connections')).map(({ name }) => ({ name: String(name) }));
  return [...sets.map((each) => ({ ...each, url: `${each.set}?$top=1` })), ...records, ...connections];
}

/** One for each filling that has all that the address needs; one if it needs nothing. */
function addressesOf(path: string, get: Operation, fillings: readonly Filling[]): readonly string[] {
  const needed = get.parameters.filter((parameter) => isNeeded(path, parameter));
  const free = needed.filter(({ schema }) => schema.enum === undefined).map(({ name }) => name);
  const fitting: readonly Filling[] =
    free.length === 0
      ? [{}]
      : fillings.filter((filling) => free.every((name) => Object.hasOwn(filling, name)));
  const choices = needed.filter(({ schema }) => schema.enum !== undefined);
  return fitting.flatMap((filling) =>
    choices
      .reduce<readonly Filling[]>(
        (made, { name, schema }) =>
          made.flatMap((each) => (schema.enum ?? []).map((value) => ({ ...each, [name]: value }))),
        [filling],
      )
      .map((values) => filled(path, needed, values)),
  );
}

/** The parameters of an explanation are not of a class, which would say that they are required. */
function isNeeded(path: string, { required, name }: Parameter): boolean {
  return required === true || (path === '/api/explain' && ['service', 'url'].includes(name));
}

function filled(path: string, needed: readonly Parameter[], values: Filling): string {
  const query = new URLSearchParams(
    needed
      .filter((each) => each.in === 'query')
      .map(({ name }): [string, string] => [name, values[name] ?? '']),
  ).toString();
  const filledPath = path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
  return query === '' ? filledPath : `${filledPath}?${query}`;
}
