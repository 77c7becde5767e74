/** Reads the key predicate of a URL: all key properties, in any order. */
import { invalidQuery } from '../http/answer';
import { type Cell, decimal } from '../rows/cell';
import type { EntitySchema, PropertySchema } from '../schema/entity-schema';
import { parseInstant } from './compile-literal';
import { type Token, tokenise } from './tokenise';

/** The key values in the order of the entity's key, or a refusal. */
export function parseKey(text: string, entity: EntitySchema): readonly Cell[] {
  const given = readPairs(tokenise(text), entity);
  const isComplete =
    given.size === entity.keyNames.length && entity.keyNames.every((name) => given.has(name));
  if (!isComplete) {
    throw invalidQuery(
      `The number of keys specified in the URI does not match number of key properties for the resource '${entity.typeName}'.`,
    );
  }
  return entity.keyNames.map((name) => keyCell(entity, name, given.get(name)));
}

function readPairs(tokens: readonly Token[], entity: EntitySchema): ReadonlyMap<string, Token> {
  const [only] = tokens;
  const [keyName] = entity.keyNames;
  // `LegalEntities('USMF')`: the name may be left out where there is one key property.
  if (tokens.length === 1 && only !== undefined && keyName !== undefined && entity.keyNames.length === 1) {
    return new Map([[keyName, only]]);
  }
  const pairs = new Map<string, Token>();
  for (let index = 0; index < tokens.length; index += 4) {
    const [name, equals, value, comma] = tokens.slice(index, index + 4);
    const isPair = name?.kind === 'word' && equals?.text === '=' && value !== undefined;
    if (!isPair || (comma !== undefined && comma.text !== ',') || pairs.has(name.text)) throw badKey();
    pairs.set(name.text, value);
  }
  return pairs;
}

function keyCell(entity: EntitySchema, name: string, token: Token | undefined): Cell {
  const property = entity.propertyOf.get(name);
  const cell = property === undefined || token === undefined ? undefined : cellOf(property, token);
  if (cell === undefined) throw badKey();
  return cell;
}

function cellOf(property: PropertySchema, token: Token): Cell {
  switch (property.kind) {
    case 'String':
      return token.kind === 'text' ? token.text : undefined;
    case 'Enum':
      return token.kind === 'enum' ? token.text : undefined;
    case 'Guid':
      return token.kind === 'guid' ? token.text.toLowerCase() : undefined;
    case 'Int32':
      return token.kind === 'number' ? Number(token.text) : undefined;
    case 'Int64':
      return token.kind === 'number' && /^-?\d+$/.test(token.text) ? BigInt(token.text) : undefined;
    case 'Decimal':
      return token.kind === 'number' ? decimal(token.text) : undefined;
    case 'Date':
    case 'UtcDateTime':
      return token.kind === 'instant' ? parseInstant(token.text) : undefined;
    case 'Boolean':
      return token.kind === 'word' ? token.text === 'true' : undefined;
  }
}

function badKey(): Error {
  return invalidQuery('Bad Request - Error in query syntax.');
}
