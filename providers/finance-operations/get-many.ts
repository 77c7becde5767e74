/** Reads rows by key in one call: one by its own address, several as a chain of comparisons, or as a batch of such chains. */
import {
  NotFound,
  UnsupportedQuery,
  type CallContext,
  type Key,
  type Row,
} from '../../src/provider-sdk/index';
import { rowConverterOf } from './convert-rows';
import type { KnownEntity } from './entity-catalog';
import { inParallel } from './in-parallel';
import { identityOf } from './merge-pages';
import { allOf, anyOf, type Predicate } from './predicate';
import { type ReadAddress, splitRead } from './read-address';
import { isUnknownAddress, faultOf } from './read-errors';
import { readByBatch } from './read-by-batch';
import { firstPathOf, pageSizeOf, readPages } from './read-pages';
import { fits, type Reading } from './read-rows';
import { fitsPath, keyColumnsOf, rowAddress } from './row-address';
import { translateTerm } from './translate-filter';
import { isSendable } from './write-literal';

/** Longer keys are not in any F&O table, and no URL could ask for them. */
const LONGEST_PART = 200;

/** Characters that web servers refuse in paths, and the wildcards, are left to filters. */
const PLAIN_PART = /^[\p{L}\p{N} ._~-]+$/u;

export async function readByKeys(
  name: string,
  keys: readonly Key[],
  columns: readonly string[],
  reading: Reading,
  context: CallContext,
): Promise<readonly (Row | undefined)[]> {
  const entity = await reading.catalog.entity(name, context);
  const select = [...new Set([...entity.key, ...columns])];
  const possible = keys.filter((key) => key.length === entity.key.length && key.every(isPossible));
  const rows = await readPossible(entity, possible, select, reading, context);
  const found = new Map<string, Row>();
  for (const row of rows) found.set(identityOf(entity.key.map((part) => row[part] ?? null)), row);
  return keys.map((key) => found.get(identityOf(key)));
}

/** Everything else cannot be the key of a row, so no call is needed to miss it. */
function isPossible(part: Key[number]): boolean {
  return typeof part !== 'string' || (part.length <= LONGEST_PART && isSendable(part));
}

async function readPossible(
  entity: KnownEntity,
  keys: readonly Key[],
  select: readonly string[],
  reading: Reading,
  context: CallContext,
): Promise<readonly Row[]> {
  const [only] = keys;
  if (only === undefined) return [];
  if (keys.length === 1 && hasPlainAddress(entity, only)) {
    const row = await readOne(entity, only, select, reading, context);
    return row === undefined ? [] : [row];
  }
  const addresses = addressesOf(entity, keys, select, reading);
  const paths = addresses.map(firstPathOf);
  const service =
    paths.length === 1
      ? reading.service
      : await readByBatch(paths, pageSizeOf(reading, context), reading, context);
  const explain = async (answer: Parameters<typeof faultOf>[0]) => faultOf(answer, entity.name);
  const reader = { ...reading, service, convert: rowConverterOf(entity, select), explain };
  const rows = await inParallel(addresses, async (address) => {
    const found: Row[] = [];
    for await (const page of readPages(address, reader, context)) found.push(...page.rows);
    return found;
  });
  return rows.flat();
}

function hasPlainAddress(entity: KnownEntity, key: Key): boolean {
  const isPlain = key.every((part) => typeof part !== 'string' || PLAIN_PART.test(part));
  return isPlain && fitsPath(rowAddress(entity, key, 'url'));
}

async function readOne(
  entity: KnownEntity,
  key: Key,
  select: readonly string[],
  { service }: Reading,
  context: CallContext,
): Promise<Row | undefined> {
  const path = `${rowAddress(entity, key, 'url')}?cross-company=true&$select=${select.join(',')}`;
  const { status, body } = await service.get(path, { subject: entity.name, accept: [404] }, context);
  if (status !== 404) return rowConverterOf(entity, select)([body])[0];
  if (isUnknownAddress(body)) throw new NotFound(`F&O has no entity set ${entity.name} any more.`);
  return undefined;
}

/** All in one URL if they fit, otherwise each company's keys apart, and those cut again: each as long as it may be alone. */
function addressesOf(
  entity: KnownEntity,
  keys: readonly Key[],
  select: readonly string[],
  reading: Reading,
): readonly ReadAddress[] {
  const groups = groupByLeadingParts(keys).map((group) => equalToAny(entity, group));
  const query = {
    entity: entity.name,
    columns: select,
    orderBy: [],
    count: false,
    collation: 'ignoreCase',
  } as const;
  const isShort = (path: string): boolean => fits(path, reading);
  const whole: ReadAddress = {
    entity: entity.name,
    filter: anyOf(groups),
    orderBy: [],
    select,
    count: false,
  };
  const together = splitRead(query, whole.filter, isShort);
  if (together?.parts.length === 1) return together.parts;
  return groups.flatMap((group) => {
    const split = splitRead(query, group, isShort);
    if (split === undefined) throw new UnsupportedQuery(`A key of ${entity.name} is too long for one URL.`);
    return split.parts;
  });
}

function groupByLeadingParts(keys: readonly Key[]): readonly (readonly Key[])[] {
  const groups = new Map<string, Key[]>();
  for (const key of keys) {
    const leading = identityOf(key.slice(0, -1));
    const group = groups.get(leading);
    if (group === undefined) groups.set(leading, [key]);
    else group.push(key);
  }
  return [...groups.values()];
}

/** `dataAreaId eq 'usmf' and (CustomerAccount eq 'A' or CustomerAccount eq 'B')`: half as long as whole keys side by side. */
function equalToAny(entity: KnownEntity, keys: readonly Key[]): Predicate {
  const columns = keyColumnsOf(entity);
  return allOf(
    columns.map(({ name }, index) => {
      const isLast = index === columns.length - 1;
      const values = (isLast ? keys : keys.slice(0, 1)).map((key) => key[index] ?? null);
      return translateTerm({ kind: 'list', column: name, values }, entity.columns);
    }),
  );
}
