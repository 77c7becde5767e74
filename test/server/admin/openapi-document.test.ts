/** The OpenAPI document: every handler of the admin API is in it, with all that it reads and answers, and it is valid. */
import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import Ajv from 'ajv/dist/2020';
import { Validator } from '@seriousme/openapi-schema-validator';
import { adminControllers } from '../../../src/server/admin/admin.module';
import { openApiDocument } from '../../../src/server/admin/openapi/openapi-document';
import { settingsOf, type SettingsClass } from '../../../src/server/configuration/sections';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly security: readonly object[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: { readonly properties?: object } }>>;
  };
  readonly responses: Readonly<
    Record<
      string,
      { readonly content?: Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>> }
    >
  >;
}

const document = openApiDocument(adminControllers, ['x-admin-key', 'x-other-key']) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

type Arguments = Readonly<Record<string, { readonly data?: unknown }>>;

interface RoutedHandler {
  readonly path: string;
  readonly method: string;
  readonly read: readonly { readonly kind: string; readonly data: unknown }[];
}

/** All that Nest routes to, found without the code under test. */
const handlers = adminControllers.flatMap((controller) =>
  Object.getOwnPropertyNames(controller.prototype)
    .map((name): [string, object] => [name, Reflect.get(controller.prototype, name) as object])
    .filter(([name, handler]) => name !== 'constructor' && Reflect.hasMetadata(PATH_METADATA, handler))
    .map(([name, handler]): [string, RoutedHandler] => {
      const steps = [controller, handler].map((place) => String(Reflect.getMetadata(PATH_METADATA, place)));
      const read = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Arguments;
      const method = RequestMethod[Number(Reflect.getMetadata(METHOD_METADATA, handler))] ?? '';
      return [
        `${controller.name}.${name}`,
        {
          path: `/${steps.join('/')}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1'),
          method: method.toLowerCase(),
          read: Object.entries(read).map(([kind, { data }]) => ({ kind, data })),
        },
      ];
    }),
);

const operationOf = ({ path, method }: RoutedHandler): Operation | undefined =>
  document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method];

const namesIn = (operation: Operation | undefined, place: string): readonly string[] =>
  operation?.parameters.flatMap((parameter) => (parameter.in === place ? [parameter.name] : [])) ?? [];

/** What answers something else than JSON, and its media types. */
const others: Readonly<Record<string, readonly RegExp[]>> = {
  'CapturesController.end': [],
  'ExportController.queries': [/^application\/x-ndjson/, /^text\/csv/],
  'ExportController.writes': [/^application\/x-ndjson/, /^text\/csv/],
  'LiveController.follow': [/^text\/event-stream$/],
  'MetricsController.show': [/^text\/plain/],
};

test('all of them are found', () => {
  expect(handlers.map(([name]) => name)).toContain('QueriesController.one');
});

describe.each(handlers)('%s', (name, handler) => {
  const operation = operationOf(handler);

  test('has a summary', () => {
    expect(operation?.summary).toMatch(/^[A-Z].*\.$/);
  });

  test('has the schema of its answer, or says in words what it holds', () => {
    const [answer] = Object.entries(operation?.responses ?? {}).filter(([status]) => status !== 'default');
    const { content = {} } = answer?.[1] ?? {};
    const expected = others[name] ?? [/^application\/json$/];
    expect(Object.keys(content)).toEqual(expected.map((type): unknown => expect.stringMatching(type)));
    for (const { schema } of Object.values(content))
      expect(schema).toEqual(
        name in others
          ? { type: 'string', description: expect.any(String) }
          : { $ref: expect.stringMatching(/^#\/components\/schemas\/\w+$/) },
      );
  });

  test('has the parameters of its path', () => {
    expect(namesIn(operation, 'path')).toEqual([...handler.path.matchAll(/:(\w+)/g)].map(([, name]) => name));
  });

  test('reads what is sent by FromQuery, FromBody or by name, and all of that is there', () => {
    const wholes = [RouteParamtypes.QUERY, RouteParamtypes.BODY].map((kind) => `${kind}:`);
    const query: string[] = [];
    const body: string[] = [];
    for (const { kind, data } of handler.read) {
      if (wholes.some((whole) => kind.startsWith(whole)))
        expect([kind, typeof data]).toEqual([kind, 'string']);
      if (kind.startsWith(`${RouteParamtypes.QUERY}:`)) query.push(String(data));
      const { from, type } = (data ?? {}) as { readonly from?: string; readonly type: SettingsClass };
      if (from !== undefined) (from === 'query' ? query : body).push(...settingsOf(type).keys());
    }
    expect(namesIn(operation, 'query').toSorted()).toEqual(query.toSorted());
    const schema = operation?.requestBody?.content['application/json']?.schema;
    expect(Object.keys(schema?.properties ?? {}).toSorted()).toEqual(body.toSorted());
  });
});

test('is valid OpenAPI, and names each operation once', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect([valid, errors]).toEqual([true, undefined]);
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('has schemas that JSON Schema takes, each of them used', () => {
  const { schemas } = document.components;
  const ajv = new Ajv({ allowUnionTypes: true }).addVocabulary(['components']);
  ajv.addSchema({ components: { schemas } }, 'api');
  for (const name of Object.keys(schemas))
    expect([name, typeof ajv.compile({ $ref: `api#/components/schemas/${name}` })]).toEqual([
      name,
      'function',
    ]);
  const text = JSON.stringify(document);
  const inWords = /`(RecordSummary|LiveEvents)`/g;
  const used = [...text.matchAll(/#\/components\/schemas\/(\w+)"/g), ...text.matchAll(inWords)];
  expect(new Set(used.map(([, name]) => name))).toEqual(new Set(Object.keys(schemas)));
});

test('says what may be sent as the rules of the classes do, and who may send it', () => {
  expect(document.paths['/api/queries']?.['get']?.parameters).toContainEqual({
    name: 'limit',
    in: 'query',
    schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
  });
  expect(document.paths['/api/captures']?.['post']).toMatchObject({
    security: [{ 'x-admin-key': ['actions'] }, { 'x-other-key': ['actions'] }],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            required: ['service', 'minutes'],
            properties: {
              caller: { type: 'string', minLength: 1 },
              minutes: { type: 'integer', minimum: 1, maximum: 240 },
            },
          },
        },
      },
    },
    responses: { 201: {}, default: { $ref: '#/components/responses/Error' } },
  });
  expect(document.paths['/api/captures/{id}']?.['delete']?.responses['204']).toEqual({
    description: 'Done.',
  });
  expect(document.paths['/api/sign-in']?.['get']?.security).toEqual([]);
  expect(document.paths['/api/session']?.['get']?.security).toEqual([
    { 'x-admin-key': [] },
    { 'x-other-key': [] },
  ]);
});
