/** Starts the gateway and keeps it running until it is told to stop. */
import { adminLockOf } from './server/admin/admin-lock';
import { listenForAdmin, listenForData, type Listening } from './server/listen';
import { logLine } from './server/log';
import { openGateway, warmUp } from './server/open-gateway';
import { settleMemory } from './server/settle-memory';
import type { Configuration } from './server/configuration/configuration';

/** Readers of health checks need a moment to notice that this instance is going away (reliability 0.8). */
const DRAIN_MILLISECONDS = 1_000;

/** Resolves when both ports are open; from then on signals end the process in good order. */
export async function start(configuration: Configuration): Promise<void> {
  const gateway = await openGateway(configuration);
  const ports: Listening[] = [];
  try {
    ports.push(await listenForData(gateway, configuration.data));
    ports.push(await listenForAdmin(gateway, adminLockOf(configuration.admin.auth), configuration.admin));
  } catch (error) {
    await Promise.all(ports.map((port) => port.close()));
    await gateway.close();
    throw error;
  }
  for (const { service } of gateway.services.values())
    logLine('info', `service ${service.definition.name}: ${service.root}`);
  logLine(
    'info',
    `data port ${ports[0]?.port ?? 0}, admin port ${ports[1]?.port ?? 0}, process ${process.pid}`,
  );

  warmUp(gateway)
    .then(settleMemory)
    .catch((error: unknown) => logLine('warn', `memory is not given back: ${String(error)}`));

  let stopping = false;
  const stop = async (drain: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    gateway.draining = true;
    await new Promise((resolve) => setTimeout(resolve, drain));
    await Promise.all(ports.map((port) => port.close()));
    await gateway.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop(DRAIN_MILLISECONDS));
  process.on('SIGINT', () => void stop(0));
}
