/** The handlers of the admin API as Nest's metadata describes them: address, method, right, and what each reads of a request. */
import 'reflect-metadata';
import { RequestMethod, type Type } from '@nestjs/common';
import {
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import { isRecord } from '../../../provider-sdk/index';
import type { SettingsClass } from '../../configuration/sections';
import type { ReadFrom } from '../from-request';
import { NEED, type Need } from '../needs';
import { type HandlerSummary, SUMMARY } from '../summary';

export interface Handler {
  /** `CacheController` is `Cache`. */
  readonly group: string;
  readonly name: string;
  /** With parameters as OpenAPI writes them: `/api/queries/{id}`. */
  readonly path: string;
  readonly method: string;
  /** Of an answer that is no error. */
  readonly status: number;
  /** Undefined: answers nobody. */
  readonly need: Need | undefined;
  readonly summary: HandlerSummary | undefined;
  readonly reads: HandlerInput;
}

export interface HandlerInput {
  readonly query?: SettingsClass;
  readonly body?: SettingsClass;
  /** It asks for a type of content, though it may take none. */
  readonly contentType: boolean;
}

export function handlersOf(controllers: readonly Type[]): readonly Handler[] {
  return controllers.flatMap((controller) =>
    Object.getOwnPropertyNames(controller.prototype)
      .filter((name) => Reflect.hasMetadata(METHOD_METADATA, memberOf(controller, name)))
      .map((name) => handlerOf(controller, name)),
  );
}

function memberOf(controller: Type, name: string): object {
  const member: unknown = Object.getOwnPropertyDescriptor(controller.prototype, name)?.value;
  return typeof member === 'function' ? member : {};
}

function handlerOf(controller: Type, name: string): Handler {
  const handler = memberOf(controller, name);
  const read = <Value>(key: string): Value | undefined =>
    Reflect.getMetadata(key, handler) as Value | undefined;
  const method = RequestMethod[read<number>(METHOD_METADATA) ?? RequestMethod.GET] ?? 'GET';
  return {
    group: controller.name.replace(/Controller$/, ''),
    name,
    path: joined(String(Reflect.getMetadata(PATH_METADATA, controller)), read<string>(PATH_METADATA) ?? ''),
    method: method.toLowerCase(),
    status: read<number>(HTTP_CODE_METADATA) ?? (method === 'POST' ? 201 : 200),
    need: read<Need>(NEED) ?? (Reflect.getMetadata(NEED, controller) as Need | undefined),
    summary: read<HandlerSummary>(SUMMARY),
    reads: inputOf(Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) as RouteArguments | undefined),
  };
}

function joined(...parts: readonly string[]): string {
  const steps = parts.flatMap((part) => part.split('/')).filter((step) => step !== '');
  return `/${steps.map((step) => step.replace(/^:(.+)$/, '{$1}')).join('/')}`;
}

/** By kind and place: `4:0` is the first parameter, of the query; those of decorators of our own begin otherwise. */
type RouteArguments = Readonly<Record<string, { readonly data?: unknown }>>;

function inputOf(routeArguments: RouteArguments = {}): HandlerInput {
  const read = Object.entries(routeArguments);
  const ofClasses = read.flatMap(([, { data }]) => (isReadFrom(data) ? [data] : []));
  const query = ofClasses.find(({ from }) => from === 'query')?.type;
  const body = ofClasses.find(({ from }) => from === 'body')?.type;
  return {
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body }),
    contentType: read.some(
      ([key, { data }]) => key.startsWith(`${RouteParamtypes.HEADERS}:`) && data === 'content-type',
    ),
  };
}

function isReadFrom(data: unknown): data is ReadFrom {
  return isRecord(data) && (data['from'] === 'query' || data['from'] === 'body');
}
