/** Which callers share what is kept of an entity set: all of them, unless its source says that rows depend on who asks. */
import type { CacheAddress } from '../cache/read-through';
import type { EntitySet } from '../model/entity-set';
import type { CallContext, Connection, RemoteQuery, WriteCommand } from '../provider-sdk/index';

/** Where nobody asks, nobody else's rows are used, and nobody else uses what comes. */
export function partitionOf(
  { declaration }: Pick<EntitySet, 'declaration'>,
  { caller = '' }: Pick<CallContext, 'caller'>,
): Pick<CacheAddress, 'partition'> {
  return declaration.dependsOnCaller === true ? { partition: caller } : {};
}

/**
 * The same connection; it learns who asks only for entities that are declared to depend on it. So a provider that forgets
 * to declare it cannot give rows by caller, and no caller can get another's.
 */
export function hideCaller(connection: Connection, depends: (entity: string) => boolean): Connection {
  const seen = (entities: readonly string[], { caller, ...context }: CallContext): CallContext =>
    caller !== undefined && entities.some(depends) ? { ...context, caller } : context;
  return {
    entities: (names, context) => connection.entities(names, seen([], context)),
    read: (query: RemoteQuery, context) => connection.read(query, seen([query.entity], context)),
    check: (context) => connection.check(seen([], context)),
    close: () => connection.close(),
    ...optionalOf(connection, seen),
  };
}

/** Absent stays absent: that is how a connection says what it cannot do. */
function optionalOf(
  connection: Connection,
  seen: (entities: readonly string[], context: CallContext) => CallContext,
): Partial<Connection> {
  const plan = connection.plan?.bind(connection);
  const planSort = connection.planSort?.bind(connection);
  const notes = connection.notes?.bind(connection);
  const getMany = connection.getMany?.bind(connection);
  const write = connection.write?.bind(connection);
  const writeTogether = connection.writeTogether?.bind(connection);
  return {
    ...(plan === undefined ? {} : { plan }),
    ...(planSort === undefined ? {} : { planSort }),
    ...(notes === undefined ? {} : { notes }),
    ...(getMany === undefined
      ? {}
      : {
          getMany: (entity, keys, columns, context) =>
            getMany(entity, keys, columns, seen([entity], context)),
        }),
    ...(write === undefined
      ? {}
      : { write: (command: WriteCommand, context) => write(command, seen([command.entity], context)) }),
    ...(writeTogether === undefined
      ? {}
      : {
          writeTogether: (commands, context) =>
            writeTogether(
              commands,
              seen(
                commands.map(({ entity }) => entity),
                context,
              ),
            ),
        }),
  };
}
