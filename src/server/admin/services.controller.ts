/** The catalogue of what is served: services, and their entity sets as Dataverse may see them. */
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { RequestError } from '../../errors';
import { describeSet } from '../../gateway/catalog/describe-set';
import { GATEWAY, type Gateway, type ServedService } from '../gateway';
import type { EntitySetEntry, Items, ServiceEntry } from './answers';
import { findService } from './find-service';
import { Needs } from './needs';
import { Summary } from './summary';

@Controller('api/services')
@Needs('aggregates')
export class ServicesController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  @Get()
  @Summary('The services and their entity sets.')
  list(): Items<ServiceEntry> {
    return { items: [...this.gateway.services.values()].map(entryOf) };
  }

  /** The error of the source while it does not say what it has. */
  @Get(':service/sets/:set')
  @Summary('An entity set as Dataverse may see it.')
  async set(@Param('service') name: string, @Param('set') setName: string): Promise<EntitySetEntry> {
    const { service } = findService(this.gateway, name);
    const model = await service.model();
    const set = model.entitySets.get(setName);
    if (set === undefined) {
      throw new RequestError('UnknownResource', 'there is no such entity set.', { target: 'set' });
    }
    const policy = service.cachePolicies.get(setName);
    const heldWhole = service.wholeSets.get(setName) ?? 0;
    return {
      service: name,
      ...describeSet({
        set,
        model,
        heldWhole,
        isCached: policy !== undefined,
        maxPageSize: service.maxPageSize,
      }),
      ...(policy === undefined ? {} : { cache: { ...policy, complete: heldWhole } }),
    };
  }
}

function entryOf({ service, description, keys }: ServedService): ServiceEntry {
  const { definition, root, timeout, pageSize, maxPageSize } = service;
  return {
    name: definition.name,
    ...(description === undefined ? {} : { description }),
    root,
    profile: definition.profile,
    keys,
    timeout,
    pageSize,
    maxPageSize,
    entitySets: definition.entitySets.map(({ name, connection, entity }) => ({ name, connection, entity })),
  };
}
