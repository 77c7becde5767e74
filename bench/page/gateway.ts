/** The whole gateway as it is delivered: `vtg start` from the build, only that its CPU time can be asked for. */
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { reportToBenchmark } from '../subprocess';

export async function serveGateway(): Promise<void> {
  process.argv = [process.execPath, 'vtg', 'start'];
  await import(resolve(__dirname, '../../dist/src/cli.js'));
  const port = Number(process.env['VTG_PORT']);
  while (!(await isLive(port))) await delay(20);
  reportToBenchmark(port);
}

async function isLive(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/live`)).ok;
  } catch {
    return false;
  }
}
