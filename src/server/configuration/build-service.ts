/** Completes a service out of its settings, and checks what its parts say of each other. */
import { buildAuthentication } from './build-authentication';
import { buildEntitySet, type KnownConnections } from './build-entity-set';
import type { EntitySetConfiguration, ServiceConfiguration, ServiceLimits } from './configuration';
import type { FaultCollector, Path } from './fault';
import { parseDuration } from './quantity';
import type { Tentative } from './read-settings';
import type { ServiceSettings } from './service-settings';

export interface ServiceContext {
  readonly name: string;
  readonly path: Path;
  readonly connections: KnownConnections;
  /** Those of the gateway. */
  readonly limits: ServiceLimits;
  readonly faults: FaultCollector;
}

/** The service; what is faulty in it is left out. */
export function buildService(
  settings: Tentative<ServiceSettings>,
  context: ServiceContext,
): ServiceConfiguration {
  const { name, path, limits, faults } = context;
  const { maxPageSize = 1, pageSize, timeout = '' } = settings;
  if (pageSize !== undefined && pageSize > maxPageSize) {
    faults.add([...path, 'pageSize'], `must not be larger than maxPageSize, which is ${maxPageSize}`);
  }
  return {
    name,
    namespace: settings.namespace ?? '',
    profile: settings.profile ?? 'dataverse',
    collation: settings.collation ?? 'ignoreCase',
    auth: buildAuthentication(settings.auth, [...path, 'auth'], faults),
    timeout: parseDuration(timeout),
    pageSize: pageSize ?? Math.min(5_000, maxPageSize),
    maxPageSize,
    limits: mergeLimits(limits, settings.limits),
    entitySets: buildEntitySets(settings, context),
    ...(settings.description === undefined ? {} : { description: settings.description }),
  };
}

function mergeLimits(limits: ServiceLimits, own: Tentative<ServiceLimits> | undefined): ServiceLimits {
  return {
    nesting: own?.nesting ?? limits.nesting,
    nodes: own?.nodes ?? limits.nodes,
    scanRows: own?.scanRows ?? limits.scanRows,
    scanCalls: own?.scanCalls ?? limits.scanCalls,
  };
}

function buildEntitySets(
  { entitySets }: Tentative<ServiceSettings>,
  { path, connections, faults }: ServiceContext,
): EntitySetConfiguration[] {
  const siblings = entitySets ?? new Map<string, never>();
  const built: EntitySetConfiguration[] = [];
  for (const [name, settings] of siblings) {
    const here = [...path, 'entitySets', name];
    const set = buildEntitySet(settings, { name, path: here, connections, siblings, faults });
    if (set !== undefined) built.push(set);
  }
  checkTypeNames(built, path, faults);
  return built;
}

function checkTypeNames(sets: readonly EntitySetConfiguration[], path: Path, faults: FaultCollector): void {
  const owners = new Map<string, string>();
  for (const { name, typeName } of sets) {
    const owner = owners.get(typeName);
    if (owner !== undefined) {
      faults.add(
        [...path, 'entitySets', name, 'typeName'],
        `would be ${typeName}, as that of ${owner}: give it another`,
      );
    }
    owners.set(typeName, owner ?? name);
  }
}
