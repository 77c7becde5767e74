/** The command `npm run answers`: writes what the admin API answers for its OpenAPI document; `--check` says whether it is there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { ANSWER_SCHEMAS } from '../../../src/server/admin/openapi/read-answer-schemas';
import { componentSchemas } from './component-schemas';
import { readAnswers } from './read-answers';

const text = `${JSON.stringify(componentSchemas(readAnswers()), null, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(ANSWER_SCHEMAS, text);
} else if (readFileSync(ANSWER_SCHEMAS, 'utf8') !== text) {
  console.error('answer-schemas.json is not what the types of the handlers say: run `npm run answers`.');
  process.exitCode = 1;
}
