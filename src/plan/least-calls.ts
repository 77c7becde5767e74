/** How many calls a plan costs its source at least, if nothing of it is in memory. */
import type { EntityDeclaration } from '../provider-sdk/index';
import type { ReadPlan } from './read-plan';

/** Of a scan the first page; how many follow, only its rows tell. */
export function leastCalls(
  { source }: Pick<ReadPlan, 'source'>,
  { capabilities }: Pick<EntityDeclaration, 'capabilities'>,
): number {
  switch (source.kind) {
    case 'nothing':
      return 0;
    case 'scan':
      return 1;
    case 'keys':
      return Math.ceil(source.keys.length / (capabilities.getMany?.maxKeys ?? 1));
  }
}
