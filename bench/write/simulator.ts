/** The source of rows that are changed: a small simulated Finance & Operations environment in a process of its own. */
import { startSimulator } from '../../providers/finance-operations/simulator/simulator';
import { reportToBenchmark } from '../subprocess';

export async function serveSimulator(): Promise<void> {
  const simulator = await startSimulator({ auth: 'none', customers: 10, orders: 1, products: 1, vendors: 1 });
  reportToBenchmark(Number(new URL(simulator.url).port));
}
