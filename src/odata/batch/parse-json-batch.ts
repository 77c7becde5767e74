/** Reads a JSON batch: its requests in order, those of one atomicity group together (JSON Format 4.01, 19.1). */
import { RequestError } from '../../errors';
import type { JsonObject, JsonTree } from '../body/json-tree';
import { readJson } from '../body/read-json';
import type { BatchPart, BatchRequest } from './batch';
import { invalidBatch } from './batch-error';
import { type BatchTally, shownId } from './batch-tally';
import { finishRequest, type Reading } from './finish-request';
import { readMethod } from './read-inner-request';
import { type JsonContent, readContent } from './read-json-content';

export function parseJsonBatch(text: string, reading: Reading): readonly BatchPart[] {
  const parts: Part[] = [];
  for (const [index, tree] of readRequests(text).entries()) {
    const members = objectOf(tree, `request ${index + 1}`);
    const id = requiredText(members, 'id', `request ${index + 1}`);
    const place = `request '${shownId(id)}'`;
    const group = optionalText(members, 'atomicityGroup', place);
    const open = group === undefined ? undefined : openGroup(parts, group, place, reading.tally);
    reading.tally.countRequest(place, open === undefined ? 0 : open.requests.length + 1);
    const request = readRequest(members, { id, place, group }, reading);
    if (open === undefined) parts.push(request);
    else if (request.method === 'GET') throw invalidBatch(place, 'an atomicity group holds no GET');
    else open.requests.push(request);
  }
  return parts;
}

type Part = BatchRequest | OpenGroup;

/** A change set that may still grow. */
interface OpenGroup {
  readonly kind: 'changeSet';
  readonly place: string;
  readonly group: string;
  readonly requests: BatchRequest[];
}

/** The 32 levels of a body, within the batch, its list and the request. */
const LEVELS = 32 + 3;
const VALUES = 100_000;

function readRequests(text: string): readonly JsonTree[] {
  const batch = readStrictly(text);
  if (batch.kind !== 'object') throw invalidBatch('the batch', 'it is no JSON object');
  refuseUnknown(batch, ['requests'], 'the batch');
  const requests = batch.members.get('requests');
  if (requests?.kind !== 'list') throw invalidBatch('the batch', "it has no list 'requests'");
  return requests.items;
}

function readStrictly(text: string): JsonTree {
  try {
    return readJson(text, { depth: LEVELS, nodes: VALUES });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw invalidBatch('the batch', error.message.replace(/\.$/, ''), error);
  }
}

const MEMBERS = ['id', 'method', 'url', 'atomicityGroup', 'dependsOn', 'if', 'headers', 'body'];

/** Annotations, with an `@` in their name, are allowed and mean nothing here. */
function refuseUnknown(object: JsonObject, known: readonly string[], place: string): void {
  for (const name of object.members.keys()) {
    if (known.includes(name) || name.includes('@')) continue;
    throw invalidBatch(place, `only the members ${known.join(', ')} are known`);
  }
}

/** Requests of one group stand side by side: another one between them ends the group. */
function openGroup(parts: Part[], group: string, place: string, tally: BatchTally): OpenGroup {
  const last = parts.at(-1);
  if (last?.kind === 'changeSet' && last.group === group) return last;
  if (parts.some((part) => part.kind === 'changeSet' && part.group === group)) {
    throw invalidBatch(place, 'the requests of its atomicityGroup do not stand side by side');
  }
  tally.claim(group, 'group', place);
  const opened: OpenGroup = {
    kind: 'changeSet',
    place: `atomicityGroup '${shownId(group)}'`,
    group,
    requests: [],
  };
  parts.push(opened);
  return opened;
}

interface Naming {
  readonly id: string;
  readonly place: string;
  readonly group: string | undefined;
}

function readRequest(members: JsonObject, { id, place, group }: Naming, reading: Reading): BatchRequest {
  refuseUnknown(members, MEMBERS, place);
  const method = readMethod(requiredText(members, 'method', place).toUpperCase(), place);
  const url = requiredText(members, 'url', place);
  const content = readContent(members, method, place);
  const dependsOn = readDependencies(members.members.get('dependsOn'), place, group, reading.tally);
  return finishRequest(
    { place, id, method, url, ...contentOf(content), dependsOn, refusal: refusalOf(members, content, place) },
    reading,
  );
}

function contentOf({ headers, body }: JsonContent): Pick<JsonContent, 'headers' | 'body'> {
  return { headers, body };
}

/** Without support for conditions, a request that has one fails with 424 (JSON Format 4.01, 19.1). */
function refusalOf(members: JsonObject, content: JsonContent, place: string): RequestError | undefined {
  if (!members.members.has('if')) return content.refusal;
  const message = `${place}: this service does not evaluate 'if', so the request was not carried out.`;
  return new RequestError('DependencyFailed', message, { target: place });
}

function readDependencies(
  tree: JsonTree | undefined,
  place: string,
  group: string | undefined,
  tally: BatchTally,
): readonly string[] {
  if (tree === undefined) return [];
  const names = tree.kind === 'list' ? tree.items : [];
  if (tree.kind !== 'list' || names.some(({ kind }) => kind !== 'text')) {
    throw invalidBatch(place, 'dependsOn is a list of ids');
  }
  return names.map((item) => {
    const name = item.kind === 'text' ? item.value : '';
    if (tally.find(name) !== undefined && name !== group) return name;
    throw invalidBatch(place, `it depends on '${shownId(name)}', which is no request or group before it`);
  });
}

function objectOf(tree: JsonTree, place: string): JsonObject {
  if (tree.kind === 'object') return tree;
  throw invalidBatch(place, 'it is no JSON object');
}

function requiredText(object: JsonObject, name: string, place: string): string {
  const text = optionalText(object, name, place);
  if (text === undefined) throw invalidBatch(place, `it has no '${name}'`);
  return text;
}

function optionalText(object: JsonObject, name: string, place: string): string | undefined {
  const tree = object.members.get(name);
  if (tree === undefined) return undefined;
  if (tree.kind === 'text') return tree.value;
  throw invalidBatch(place, `its '${name}' is no text`);
}
