/** What a handler gets of a request, read and checked by the class that says what may be sent; the OpenAPI document reads the same class. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { SettingsClass } from '../configuration/sections';
import type { AdminRequest } from './admin-request';
import { readBody, readParameters } from './read-request';

/** Nest keeps it with the parameter. */
export interface ReadFrom {
  readonly from: 'query' | 'body';
  readonly type: SettingsClass;
}

const Read = createParamDecorator(({ from, type }: ReadFrom, context: ExecutionContext): object => {
  const { query, body, headers } = context.switchToHttp().getRequest<AdminRequest>();
  return from === 'query' ? readParameters(type, query) : readBody(type, headers['content-type'], body);
});

/** The query parameters, all at once. */
export const FromQuery = (type: SettingsClass): ParameterDecorator => Read({ from: 'query', type });

/** The body, which must be JSON. */
export const FromBody = (type: SettingsClass): ParameterDecorator => Read({ from: 'body', type });
