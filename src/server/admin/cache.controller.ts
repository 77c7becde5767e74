/** The administrator's hold on the cache: what it has and does, and what it shall forget. */
import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { type PurgeTarget, purge } from '../../cache/purge';
import { RequestError } from '../../errors';
import { canonicalGuid } from '../../provider-sdk/index';
import { GATEWAY, type Gateway, type ServedService } from '../gateway';
import { AdminAudit } from './admin-audit';
import type { AdminRequest } from './admin-request';
import type { CacheContents, Purged } from './answers';
import { findService } from './find-service';
import { FromBody } from './from-request';
import { Needs } from './needs';
import { namesOneThing, PurgeRequest } from './purge-request';
import { Summary } from './summary';

@Controller('api/cache')
export class CacheController {
  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(AdminAudit) private readonly audit: AdminAudit,
  ) {}

  @Get()
  @Needs('aggregates')
  @Summary('What the cache holds and how often it is hit, by entity set.')
  show(): CacheContents {
    const { link, tiers } = this.gateway.cache;
    const [answers, rows] = tiers;
    return {
      linked: link.isLinked(),
      answers: { bytes: answers.bytes, sets: Object.fromEntries(answers.bySet()) },
      rows: { bytes: rows.bytes, sets: Object.fromEntries(rows.bySet()) },
    };
  }

  @Post('purge')
  @HttpCode(200)
  @Needs('actions')
  @Summary('Makes the cache forget everything, a tag, an entity set or a row, on all instances.')
  async purge(@FromBody(PurgeRequest) asked: PurgeRequest, @Req() request: AdminRequest): Promise<Purged> {
    requireOneThing(asked);
    this.audit.note(request, 'purge', asked);
    const target = await this.#targetOf(asked);
    const { generations, link, tiers } = this.gateway.cache;
    await purge(target, { generations, link, tiers });
    return { purged: target.kind };
  }

  async #targetOf({ all, tag, service, entitySet, key }: PurgeRequest): Promise<PurgeTarget> {
    if (all === true) return { kind: 'all' };
    if (tag !== undefined) return { kind: 'tag', tag };
    const served = findService(this.gateway, service ?? '');
    const set = (await served.service.model()).entitySets.get(entitySet ?? '');
    if (set === undefined) throw unknown('entitySet');
    const place = { connection: set.connection, entity: set.declaration.name };
    return key === undefined
      ? { kind: 'set', ...place }
      : { kind: 'row', ...place, key: keyOf(key, set.key, served) };
  }
}

function requireOneThing(request: PurgeRequest): void {
  if (namesOneThing(request)) return;
  throw new RequestError('InvalidBody', 'all, tag and service exclude each other.');
}

function keyOf(
  text: string,
  property: Parameters<ServedService['service']['decode']>[0],
  { service }: ServedService,
): readonly (string | number | boolean)[] {
  const guid = canonicalGuid(text);
  const key = guid === undefined ? undefined : service.decode(property, guid);
  if (key === undefined) throw unknown('key');
  return key;
}

function unknown(target: 'entitySet' | 'key'): RequestError {
  return new RequestError('UnknownResource', `there is no such ${target}.`, { target });
}
