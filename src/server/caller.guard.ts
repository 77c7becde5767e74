/** Finds the service that a request is for and checks the caller's key, before anything of the request is parsed. */
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { RequestError } from '../errors';
import { GATEWAY, type Gateway } from './gateway';
import { type ODataRequest, splitServicePath } from './odata-request';
import { stripKeys } from './strip-keys';

@Injectable()
export class CallerGuard implements CanActivate {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ODataRequest>();
    const { odata } = request;
    if (odata === undefined) return false;
    const { service: name, rest } = splitServicePath(request.originalUrl);
    const served = this.gateway.services.get(name);
    if (served === undefined)
      throw new RequestError('UnknownResource', `there is no service '${printable(name)}'.`);
    const { target, keys } = stripKeys(rest, served.lock.queryNames);
    odata.notes?.addressed(name, target);
    const caller = served.lock.identify(request.headers, keys);
    if (caller === undefined)
      throw new RequestError(
        'Unauthorized',
        'this service asks for a key, and the request carries no valid one.',
      );
    Object.assign(odata, { served, target, caller });
    return true;
  }
}

function printable(name: string): string {
  return name.slice(0, 40).replace(/[^\w.~%-]/g, '?');
}
