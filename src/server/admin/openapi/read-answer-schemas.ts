/** What the handlers answer as JSON Schema, which `npm run answers` writes out of their types. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from '../../configuration/rules';

export interface AnswerSchemas {
  /** The name of a schema by handler: `Cache.show`. */
  readonly answers: Readonly<Record<string, string>>;
  /** As they stand in the components of the document. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

export const ANSWER_SCHEMAS = join(__dirname, 'answer-schemas.json');

/** Not at the start of the gateway: most instances of a fleet are never asked for them. */
export function readAnswerSchemas(): AnswerSchemas {
  return JSON.parse(readFileSync(ANSWER_SCHEMAS, 'utf8')) as AnswerSchemas;
}
