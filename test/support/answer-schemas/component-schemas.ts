/** Makes what the types say into what the components of an OpenAPI document take. */
import { isRecord } from '../../../src/provider-sdk/index';
import type { AnswerSchemas } from '../../../src/server/admin/openapi/read-answer-schemas';
import type { JsonSchema } from '../../../src/server/configuration/rules';
import type { AnswerTypes } from './read-answers';

const DEFINITION = '#/definitions/';

export function componentSchemas({ answers, definitions }: AnswerTypes): AnswerSchemas {
  return {
    answers: Object.fromEntries([...answers].map(([handler, name]) => [handler, componentName(name)])),
    schemas: Object.fromEntries(
      [...definitions]
        .map(([name, schema]): [string, JsonSchema] => [
          componentName(name),
          translated(schema) as JsonSchema,
        ])
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    ),
  };
}

/** `Items<AuditEntry>` is `ItemsOfAuditEntry`: names of components are of few characters (OpenAPI 3.1, 4.8.7). */
function componentName(name: string): string {
  const written = name.replaceAll('<', 'Of').replaceAll(',', 'And').replaceAll('>', '');
  if (/^[\w.-]+$/.test(written)) return written;
  throw new Error(`${name} cannot be named in an OpenAPI document: export the type under a name of its own.`);
}

function translated(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(translated);
  if (!isRecord(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, translatedMember(name, value)]),
  );
}

function translatedMember(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return translated(value);
  if (name === '$ref') return `#/components/schemas/${componentName(value.replace(DEFINITION, ''))}`;
  return name === 'description' ? withoutLinks(value) : value;
}

/** Links lead into the source. The generator sets spaces around them. */
function withoutLinks(text: string): string {
  return text
    .replaceAll(/\s*\{@link\s+(\S+)\s*\}\s*([.,;:)]?)/g, ' `$1`$2 ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}
