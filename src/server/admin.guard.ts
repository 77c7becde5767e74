/** The lock of the admin port: keys in a header, if the configuration asks for them. */
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RequestError } from '../errors';
import type { CallerLock } from './callers';

/** Nest's token for the admin port's {@link CallerLock}. */
export const ADMIN_LOCK = Symbol('admin lock');

@Injectable()
export class AdminGuard implements CanActivate {
  constructor(@Inject(ADMIN_LOCK) private readonly lock: CallerLock) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (this.lock.identify(headers, new Map()) !== undefined) return true;
    throw new RequestError(
      'Unauthorized',
      'the admin port asks for a key, and the request carries no valid one.',
    );
  }
}
