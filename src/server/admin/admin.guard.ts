/** Lets an administrator do what his key gives the right to; without keys, whoever calls this machine by its own name. */
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RequestError } from '../../errors';
import { isLoopback } from '../configuration/warnings';
import type { AdminLock } from './admin-lock';
import type { AdminRequest } from './admin-request';
import { NEED, type Need } from './needs';

/** Nest's token for the admin port's {@link AdminLock}. */
export const ADMIN_LOCK = Symbol('admin lock');

@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    @Inject(ADMIN_LOCK) private readonly lock: AdminLock,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<AdminRequest>();
    const { headers } = request;
    if (this.lock.isOpen) requireOwnName(headers.host);
    const need = this.#needOf(context);
    request.need = need;
    if (need === 'nothing') return true;
    const administrator = this.lock.identify(headers);
    if (administrator === undefined) {
      throw new RequestError(
        'Unauthorized',
        'the admin port asks for a key, and the request carries no valid one.',
      );
    }
    request.administrator = administrator;
    if (need === 'any' || administrator.rights.includes(need)) return true;
    throw new RequestError('Forbidden', `the key '${administrator.id}' does not have the right '${need}'.`, {
      target: need,
    });
  }

  #needOf(context: ExecutionContext): Need {
    const places = [context.getHandler(), context.getClass()];
    const need = this.reflector.getAllAndOverride<Need | undefined>(NEED, places);
    if (need !== undefined) return need;
    throw new RequestError('InternalError', 'This address does not say which right it needs.');
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
