/** The lock of the admin port: keys in a header, if the configuration asks for them; otherwise only this machine's own name. */
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RequestError } from '../../errors';
import { type CallerLock, openLock } from '../callers';
import { isLoopback } from '../configuration/warnings';

/** Nest's token for the admin port's {@link CallerLock}. */
export const ADMIN_LOCK = Symbol('admin lock');

@Injectable()
export class AdminGuard implements CanActivate {
  constructor(@Inject(ADMIN_LOCK) private readonly lock: CallerLock) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (this.lock === openLock) requireOwnName(headers.host);
    if (this.lock.identify(headers, new Map()) !== undefined) return true;
    throw new RequestError(
      'Unauthorized',
      'the admin port asks for a key, and the request carries no valid one.',
    );
  }
}

/**
 * Without keys the port listens on this machine only. A page of another site that has its own name point here afterwards is
 * of the same origin to the browser (DNS rebinding); by that name it is known.
 */
function requireOwnName(host: string | undefined): void {
  const [, name = ''] = /^\[?([^\]]*?)\]?(?::\d*)?$/.exec(host ?? 'localhost') ?? [];
  if (isLoopback(name.toLowerCase())) return;
  throw new RequestError('InvalidHeader', 'without keys, the admin port answers to localhost only.', {
    target: 'Host',
  });
}
