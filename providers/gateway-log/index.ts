/** The `gateway-log` provider: the gateway's own query records as rows, for reports and virtual tables. Reads only. */
import {
  type CallContext,
  type Connection,
  type EntitySetTemplate,
  NotFound,
  ProviderError,
  type Provider,
  Unavailable,
} from '../../src/provider-sdk/index';
import { entities, type LogEntity } from './entities';
import type { LogSource } from './log-source';

/** There is nothing to say of the gateway itself. */
export class GatewayLogConfiguration {}

const templates: Readonly<Record<string, EntitySetTemplate>> = Object.fromEntries(
  [...entities.values()].map(({ declaration: { name, columns, description } }) => [
    name,
    {
      entity: name,
      key: { name: 'Id', from: ['Id'] },
      properties: Object.fromEntries(
        columns.filter((column) => column.name !== 'Id').map((column) => [column.name, column.name]),
      ),
      ...(description === undefined ? {} : { description }),
    },
  ]),
);

/** @param source undefined where no records are kept, or not yet */
export function gatewayLogOf(source: LogSource | undefined): Provider<GatewayLogConfiguration> {
  return {
    name: 'gateway-log',
    configuration: GatewayLogConfiguration,
    templates,
    open: () => Promise.resolve(connectTo(source)),
  };
}

function connectTo(source: LogSource | undefined): Connection {
  const open = (): LogSource => {
    if (source !== undefined) return source;
    throw new Unavailable('The gateway keeps no records.', { safeText: 'The gateway keeps no records.' });
  };
  return {
    entities: async () => [...entities.values()].map(({ declaration }) => declaration),
    async *read(query, context) {
      const entity = find(query.entity);
      const count = query.count ? await whole(context, async () => entity.count?.(query, open())) : undefined;
      if (count !== undefined) yield { rows: [], count };
      let left = query.top ?? Infinity;
      if (left === 0) return;
      for await (const rows of readable(entity.read(query, open(), context), context)) {
        yield { rows: rows.slice(0, left) };
        left -= rows.length;
        if (left <= 0) return;
      }
    },
    getMany: (entity, keys, _columns, context) =>
      whole(context, () => Promise.all(keys.map(([guid]) => find(entity).find(String(guid), open())))),
    check: async (context) => {
      await whole(context, () => open().list({ limit: 1 }));
    },
    close: async () => undefined,
  };
}

function find(name: string): LogEntity {
  const entity = entities.get(name);
  if (entity !== undefined) return entity;
  throw new NotFound(`The log has no entity ${name}.`);
}

async function* readable<Item>(items: AsyncIterable<Item>, context: CallContext): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    throw faultOf(error, context);
  }
}

async function whole<Result>(context: CallContext, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(error, context);
  }
}

/** What ends a request passes; anything else is the store's. */
function faultOf(error: unknown, { signal }: CallContext): unknown {
  if (error instanceof ProviderError || signal.aborted) return error;
  return new Unavailable('The records cannot be read.', { cause: error });
}
