/** `npm run simulator`: runs the simulated environment from the command line until it is stopped. */
import { parseArgs } from 'node:util';
import { defaultClient, defaultOptions, type SimulatorOptions } from './options';
import { startSimulator } from './simulator';

const USAGE = `Usage: npm run simulator -- [options]
  --port <n>             port to listen on (default 4010)
  --auth <mode>          required or none (default required)
  --page-size <n>        rows to a page (default 10000)
  --latency <ms>         time that each answer takes (default 0)
  --cold-start <ms>      more time for the first answer (default 0)
  --metadata-delay <ms>  time that $metadata takes (default 0)
  --customers <n>, --orders <n>, --products <n>, --vendors <n>, --seed <n>
`;

const FLAGS = {
  port: { type: 'string', default: '4010' },
  auth: { type: 'string', default: 'required' },
  'page-size': { type: 'string' },
  latency: { type: 'string' },
  'cold-start': { type: 'string' },
  'metadata-delay': { type: 'string' },
  customers: { type: 'string' },
  orders: { type: 'string' },
  products: { type: 'string' },
  vendors: { type: 'string' },
  seed: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

type Flags = Readonly<Record<string, string | boolean | undefined>>;

function optionsFrom(flags: Flags): Partial<SimulatorOptions> {
  const defaults = defaultOptions();
  const auth = flags['auth'];
  if (auth !== 'required' && auth !== 'none') throw new Error(`--auth must be required or none, not ${auth}`);
  return {
    auth,
    port: numberFrom(flags, 'port', defaults.port),
    pageSize: Math.max(1, numberFrom(flags, 'page-size', defaults.pageSize)),
    metadataDelay: numberFrom(flags, 'metadata-delay', defaults.metadataDelay),
    customers: numberFrom(flags, 'customers', defaults.customers),
    orders: numberFrom(flags, 'orders', defaults.orders),
    products: numberFrom(flags, 'products', defaults.products),
    vendors: numberFrom(flags, 'vendors', defaults.vendors),
    seed: numberFrom(flags, 'seed', defaults.seed),
    latency: {
      ...defaults.latency,
      base: numberFrom(flags, 'latency', 0),
      coldStart: numberFrom(flags, 'cold-start', 0),
    },
  };
}

function numberFrom(flags: Flags, name: string, fallback: number): number {
  const text = flags[name];
  if (text === undefined) return fallback;
  if (typeof text === 'string' && /^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} must be a whole number, not ${text}`);
}

function greeting(url: string, { auth, tenantId }: SimulatorOptions): string {
  if (auth === 'none') return `Finance & Operations simulator at ${url} (no token needed)\n`;
  return `Finance & Operations simulator at ${url}
A token:
  curl -d grant_type=client_credentials -d client_id=${defaultClient.clientId} \\
       -d client_secret=${defaultClient.clientSecret} -d resource=${url} ${url}/${tenantId}/oauth2/token
Then:
  curl -H "Authorization: Bearer <access_token>" "${url}/data/CustomersV3?cross-company=true&\\$top=5"
`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: FLAGS });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const simulator = await startSimulator(optionsFrom(values));
  process.stdout.write(greeting(simulator.url, simulator.options));
  const stop = (): void => void simulator.close();
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
