/** Reads what each handler of the admin API answers off the type that the compiler holds it to, as JSON Schema. */
import { join, resolve } from 'node:path';
import { type Config, createGenerator, createProgram, DEFAULT_CONFIG } from 'ts-json-schema-generator';
import ts from 'typescript';
import type { JsonSchema } from '../../../src/server/configuration/rules';

export interface AnswerTypes {
  /** The name of what it answers by handler: `Cache.show`. What answers no JSON is not among them. */
  readonly answers: ReadonlyMap<string, string>;
  /** All that these names lead to. */
  readonly definitions: ReadonlyMap<string, JsonSchema>;
}

/** Types that no handler returns, because it writes them piece by piece. */
const written = ['LiveEvents'];

const root = resolve(__dirname, '..', '..', '..');

const settings: Config & typeof DEFAULT_CONFIG = {
  ...DEFAULT_CONFIG,
  path: join(root, 'src/server/admin/**/*.controller.ts'),
  tsconfig: join(root, 'tsconfig.json'),
  // `npm run types` does it.
  skipTypeCheck: true,
  // What is added to an answer must not break those who read it.
  additionalProperties: true,
  functions: 'fail',
  encodeRefs: false,
  sortProps: false,
};

export function readAnswers(): AnswerTypes {
  const program = createProgram(settings);
  const generator = createGenerator({ ...settings, tsProgram: program });
  const definitions = new Map<string, JsonSchema>();
  const answers = handlersIn(program).map(({ name, answer }): [string, string] => {
    const { $ref = '', definitions: found = {} } = generator.createSchemaFromNodes([answer]);
    addTo(definitions, found);
    return [name, $ref.replace('#/definitions/', '')];
  });
  for (const name of written) addTo(definitions, generator.createSchema(name).definitions ?? {});
  return { answers: new Map(answers), definitions };
}

interface AnsweringHandler {
  readonly name: string;
  readonly answer: ts.TypeReferenceNode;
}

function handlersIn(program: ts.Program): readonly AnsweringHandler[] {
  const files = program
    .getRootFileNames()
    .toSorted()
    .flatMap((name) => program.getSourceFile(name) ?? []);
  const controllers = files.flatMap(({ statements }) => statements.filter(ts.isClassDeclaration));
  return controllers.flatMap((controller) =>
    controller.members
      .filter(ts.isMethodDeclaration)
      .filter((method) => ts.getDecorators(method) !== undefined)
      .flatMap((method) => {
        const answer = answerOf(method);
        const name = `${controller.name?.text.replace(/Controller$/, '')}.${method.name.getText()}`;
        return answer === undefined ? [] : [{ name, answer }];
      }),
  );
}

/** Nothing and text have no name. */
function answerOf({ type }: ts.MethodDeclaration): ts.TypeReferenceNode | undefined {
  if (type === undefined || !ts.isTypeReferenceNode(type)) return undefined;
  if (type.typeName.getText() !== 'Promise') return type;
  return type.typeArguments?.find(ts.isTypeReferenceNode);
}

function addTo(definitions: Map<string, JsonSchema>, found: Readonly<Record<string, unknown>>): void {
  for (const [name, definition] of Object.entries(found)) {
    const schema = definition as JsonSchema;
    if (JSON.stringify(definitions.get(name) ?? schema) !== JSON.stringify(schema))
      throw new Error(`Two types that are answered have the name ${name}.`);
    definitions.set(name, schema);
  }
}
