/** Reads the JSON body of a write: one flat object, whose members are properties of the entity. */
import { invalidBody } from '../http/answer';
import type { Cell } from '../rows/cell';
import { type EntitySchema, NAMESPACE } from '../schema/entity-schema';
import { payloadCell, type PayloadValue } from './payload-cell';

export interface Payload {
  readonly cells: ReadonlyMap<string, Exclude<Cell, undefined>>;
  /** The members as they were posted, annotations left out. */
  readonly values: Readonly<Record<string, unknown>>;
}

// One member with the mark before it. Applied only to text that is known to be JSON.
const MEMBER =
  /\s*[{,]\s*("[^"\\]*(?:\\.[^"\\]*)*")\s*:\s*("[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[[{])/y;

/** The body's values in the types of the entity's properties, or a refusal. */
export function readPayload(text: string, entity: EntitySchema): Payload {
  const body = parseObject(text);
  const cells = new Map<string, Exclude<Cell, undefined>>();
  const values: Record<string, unknown> = {};
  for (const [name, source] of membersOf(text)) {
    if (isAnnotation(name, body[name], entity)) continue;
    const property = entity.propertyOf.get(name);
    if (property === undefined) throw unknownMember(name, entity);
    if (cells.has(name)) throw invalidBody(`Multiple properties with the name '${name}' were detected.`);
    cells.set(name, payloadCell(property, valueOf(name, source)));
    values[name] = body[name];
  }
  return { cells, values };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw invalidBody(`Invalid JSON. ${error instanceof Error ? error.message : ''}`);
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  throw invalidBody(
    "An unexpected node was found when reading from the JSON reader. A 'StartObject' node was expected.",
  );
}

/** Name and source text of each member; a nested one ends the reading, since it is refused. */
function* membersOf(text: string): Generator<readonly [name: string, source: string]> {
  const member = new RegExp(MEMBER);
  for (let match = member.exec(text); match !== null; match = member.exec(text)) {
    const [, name = '""', source = ''] = match;
    // A JSON string literal is a string.
    yield [JSON.parse(name) as string, source];
    if (source === '{' || source === '[') return;
  }
}

/** `@odata.type` may name this entity's type; a link to another row (`…@odata.bind`) was never seen to work. */
function isAnnotation(name: string, value: unknown, entity: EntitySchema): boolean {
  if (!name.includes('@')) return false;
  if (name.endsWith('@odata.bind') || typeof value === 'object') throw unknownMember(name, entity);
  if (name === '@odata.type' && value !== `#${NAMESPACE}.${entity.typeName}`) {
    throw invalidBody(
      `A resource with type ${JSON.stringify(value)} was found, but it is not assignable to the expected type ` +
        `'${NAMESPACE}.${entity.typeName}'.`,
    );
  }
  return true;
}

function unknownMember(name: string, entity: EntitySchema): Error {
  return invalidBody(
    `The property '${name}' does not exist on type '${NAMESPACE}.${entity.typeName}'. ` +
      'Make sure to only use property names that are defined by the type.',
  );
}

function valueOf(name: string, source: string): PayloadValue {
  if (source === '{' || source === '[') {
    throw invalidBody(
      `An unexpected 'Start${source === '{' ? 'Object' : 'Array'}' node was found when reading the property ` +
        `'${name}' from the JSON reader. A 'PrimitiveValue' node was expected.`,
    );
  }
  if (source === 'null') return { kind: 'null' };
  if (source === 'true' || source === 'false') return { kind: 'boolean', value: source === 'true' };
  // A JSON string literal is a string.
  if (source.startsWith('"')) return { kind: 'text', text: JSON.parse(source) as string };
  return { kind: 'number', text: source };
}
