/**
 * Writes the OpenAPI document of the admin API out of its handlers, of the classes that say what may be sent to them, and of
 * the schemas that were made of the types of their answers.
 */
import type { Type } from '@nestjs/common';
import { errorTable } from '../../../errors';
import { descriptionOf, schemaOfRules } from '../../configuration/rule-schema';
import type { JsonSchema } from '../../configuration/rules';
import { isRequired, type SettingsClass, settingsOf } from '../../configuration/sections';
import { type AnswerSchemas, readAnswerSchemas } from './read-answer-schemas';
import { type Handler, handlersOf } from './read-handlers';

type Part = Readonly<Record<string, unknown>>;

/** As far as the gateway cares for it: the rest is the specification's. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: object;
  readonly servers: readonly object[];
  readonly tags: readonly object[];
  readonly paths: object;
  readonly components: object;
}

/** @param headers that a key is taken from; none = no key is needed */
export function openApiDocument(controllers: readonly Type[], headers: readonly string[]): OpenApiDocument {
  const handlers = handlersOf(controllers);
  const { answers, schemas } = readAnswerSchemas();
  const paths: Record<string, Record<string, Part>> = {};
  for (const handler of handlers) {
    (paths[handler.path] ??= {})[handler.method] = operationOf(handler, headers, answers);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Admin API of the virtual table gateway',
      version: '1',
      description:
        'What was asked, what ran where, and why; and what can be done about it. Lists answer {"items", "next"}: next, where there is one, goes into the parameter before or after of the request for the page that follows.',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(handlers.map(({ group }) => group))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: Object.fromEntries(
        headers.map((name) => [name, { type: 'apiKey', in: 'header', name }]),
      ),
      responses: { Error: errorResponse },
      schemas: { ...schemas, Error: errorSchema, ErrorCode: errorCodeSchema },
    },
  };
}

function operationOf(handler: Handler, headers: readonly string[], answers: AnswerSchemas['answers']): Part {
  const { group, name, status, summary, reads } = handler;
  const body = bodyOf(handler);
  return {
    operationId: `${group.charAt(0).toLowerCase()}${group.slice(1)}_${name}`,
    tags: [group],
    ...(summary === undefined ? {} : { summary: summary.text }),
    ...rightOf(handler, headers),
    parameters: [...pathParameters(handler), ...classParameters(reads.query)],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      [status]: successResponse(handler, answers[`${group}.${name}`]),
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

/** OpenAPI 3.1 takes the names of roles in the requirement of a key (4.8.30). */
function rightOf({ need }: Handler, headers: readonly string[]): Part {
  if (need === 'nothing') return { security: [], description: 'Open to everybody.' };
  const isAny = need === 'any' || need === undefined;
  return {
    description: isAny ? 'Any key will do.' : `Needs the right ${need}.`,
    security: headers.map((name) => ({ [name]: isAny ? [] : [need] })),
  };
}

function pathParameters({ path }: Handler): readonly Part[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function classParameters(type: SettingsClass | undefined): readonly Part[] {
  if (type === undefined) return [];
  return membersOf(type).map(({ name, description, required, schema }) => ({
    name,
    in: 'query',
    ...(description === undefined ? {} : { description }),
    ...(required ? { required } : {}),
    schema,
  }));
}

function bodyOf({ reads }: Handler): Part | undefined {
  if (reads.body === undefined && !reads.contentType) return undefined;
  const schema = reads.body === undefined ? { type: 'object' } : objectSchema(reads.body);
  return { required: reads.body !== undefined, content: { 'application/json': { schema } } };
}

function objectSchema(type: SettingsClass): JsonSchema {
  const members = membersOf(type);
  const required = members.filter((member) => member.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(
      members.map(({ name, description, schema }) => [
        name,
        { ...(description === undefined ? {} : { description }), ...schema },
      ]),
    ),
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
  };
}

interface Member {
  readonly name: string;
  readonly description: string | undefined;
  /** A default stands in for what is not sent. */
  readonly required: boolean;
  readonly schema: JsonSchema;
}

function membersOf(type: SettingsClass): readonly Member[] {
  const defaults = new type() as Readonly<Record<string, unknown>>;
  return [...settingsOf(type)].map(([name, rules]) => {
    const standard = defaults[name];
    return {
      name,
      description: descriptionOf(rules),
      required: isRequired(rules) && standard === undefined,
      schema: { ...schemaOfRules(rules), ...(standard === undefined ? {} : { default: standard }) },
    };
  });
}

/** @param answer the name of its schema; none = it is no JSON, or there is none */
function successResponse({ summary }: Handler, answer: string | undefined): Part {
  const description = 'Done.';
  if (answer !== undefined) {
    const schema = { $ref: `#/components/schemas/${answer}` };
    return { description, content: { 'application/json': { schema } } };
  }
  if (summary?.content === undefined) return { description };
  const content = Object.entries(summary.content).map(([type, holds]) => [
    type,
    { schema: { type: 'string', description: holds } },
  ]);
  return { description, content: Object.fromEntries(content) as Part };
}

const errorSchema: JsonSchema = {
  description: 'As OData has it (JSON Format 4.01, 21.1). The message ends with the correlation id.',
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { $ref: '#/components/schemas/ErrorCode' },
        message: { type: 'string' },
        target: { type: 'string', description: 'The parameter, member or right that the error is about.' },
        details: {
          type: 'array',
          items: {
            type: 'object',
            required: ['code', 'message'],
            properties: {
              code: { $ref: '#/components/schemas/ErrorCode' },
              message: { type: 'string' },
              target: { type: 'string' },
            },
          },
        },
      },
    },
  },
};

const errorCodeSchema: JsonSchema = {
  type: 'string',
  enum: Object.keys(errorTable),
  description: [
    '| code | status | meaning | what to do |',
    '| --- | --- | --- | --- |',
    ...Object.entries(errorTable).map(
      ([code, { status, meaning, advice }]) => `| ${code} | ${status} | ${meaning} | ${advice} |`,
    ),
  ].join('\n'),
};

const errorResponse: Part = {
  description: 'What was wrong: 4xx with the request, 5xx with the gateway or a source.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
};
