/** The service document of `/data`: JSON, one entry for each public entity set. */
import type { Answer } from '../http/answer';
import { jsonAnswer } from '../http/answer';
import { allEntities } from '../entities/all-entities';

export function serviceDocument(origin: string): Answer {
  const value = allEntities.map(({ setName }) => ({ name: setName, kind: 'EntitySet', url: setName }));
  return jsonAnswer(JSON.stringify({ '@odata.context': `${origin}/data/$metadata`, value }));
}
