/** Tells by method and address which pipeline a request is for. */
import type { Incoming } from './incoming';

export type RequestKind = 'read' | 'query' | 'write' | 'batch';

/** By method and address alone, so that the server knows what to do with a body. Methods that nothing takes are read's to refuse. */
export function kindOf({ method, target }: Pick<Incoming, 'method' | 'target'>): RequestKind {
  const [path = ''] = target.split('?', 1);
  switch (method) {
    case 'POST':
      if (/(?:^|\/)(?:\$|%24)query\/?$/i.test(path)) return 'query';
      return /^(?:\$|%24)batch\/?$/i.test(path) ? 'batch' : 'write';
    case 'PATCH':
    case 'PUT':
    case 'DELETE':
      return 'write';
    default:
      return 'read';
  }
}
