/** Writes the service document: the entity sets of a service root (JSON Format 4.01, 5). */
import type { ServiceModel } from '../model/entity-set';
import { contextUrl } from './context-url';
import type { ResponseFormat } from './negotiate';

export function serviceDocument(
  { entitySets }: ServiceModel,
  serviceRoot: string,
  { metadata }: Pick<ResponseFormat, 'metadata'>,
): string {
  return JSON.stringify({
    ...(metadata === 'none' ? {} : { '@odata.context': contextUrl(serviceRoot, { kind: 'service' }) }),
    value: [...entitySets.keys()].map((name) => ({ name, kind: 'EntitySet', url: encodeURIComponent(name) })),
  });
}
