/** The command `vtg`: start the gateway, check its configuration and sources, explain a URL, read a key. */
import { Command } from 'commander';
import type { ExplainViewOptions } from './server/explain-view';
import type { PurgeOptions } from './server/manage-cache';
import { readConfiguration } from './server/read-configuration';
import type { QueriesOptions } from './server/show-queries';
import { StartFault, startFault } from './server/start-fault';

// Each command loads what it runs: the start of the gateway need not wait for that of the others.

const program = new Command('vtg')
  .description('An OData v4 gateway for Dataverse virtual tables.')
  .configureHelp({ sortSubcommands: false });

program
  .command('start')
  .description('serve the configured services until stopped')
  .action(async () => {
    const configuration = readConfiguration();
    const { start } = await import('./main.js');
    await start(configuration);
  });

program
  .command('check')
  .description('read the configuration, open every connection, and say what is wrong where')
  .action(async () => {
    const { checkGateway } = await import('./server/check-gateway.js');
    process.exitCode = await checkGateway(readConfiguration());
  });

program
  .command('explain')
  .argument('[url]', 'the URL of a request, or its part from /odata/ on')
  .option(
    '--fetchxml <file>',
    'instead of a URL: a view of Dataverse, as the query that it becomes (- reads the standard input)',
  )
  .option('--service <name>', 'with --fetchxml: the service behind the table, if there are several')
  .option('--json', 'as JSON')
  .description('print how a request would be answered, without running it')
  .action(async (url: string | undefined, options: Partial<ExplainViewOptions>) => {
    const { fetchxml, ...others } = options;
    if (fetchxml !== undefined && url === undefined) {
      const { explainView } = await import('./server/explain-view.js');
      await explainView(readConfiguration(), { fetchxml, ...others });
    } else if (fetchxml === undefined && url !== undefined) {
      const { explainUrl } = await import('./server/explain-url.js');
      await explainUrl(readConfiguration(), url, options.json === true);
    } else {
      throw new StartFault('explain takes a URL or --fetchxml <file>, one of the two.');
    }
  });

program
  .command('schema')
  .description('print the JSON Schema of the configuration file')
  .action(async () => {
    const { printSchema } = await import('./server/print-schema.js');
    printSchema();
  });

const cache = program.command('cache').description('look into the cache of the running gateway');
cache
  .command('show')
  .description('print what it holds, by entity set')
  .action(async () => {
    const { showCache } = await import('./server/manage-cache.js');
    process.exitCode = await showCache(readConfiguration());
  });
cache
  .command('purge')
  .option('--all', 'everything')
  .option('--service <name>', 'with --set: the entity set of this service')
  .option('--set <name>', 'the entity set')
  .option('--key <guid>', 'with --set: only this row, and the lists that may hold it')
  .option('--tag <tag>', 'whatever carries the tag')
  .description('make it forget, here and on all instances that share a Redis')
  .action(async (options: PurgeOptions) => {
    const { purgeCache } = await import('./server/manage-cache.js');
    process.exitCode = await purgeCache(readConfiguration(), options);
  });

program
  .command('queries')
  .option('--service <name>', 'of this service')
  .option('--set <name>', 'of this entity set')
  .option('--status <status>', 'with this status, 404, or one of a class, 5xx')
  .option('--code <code>', 'with this error')
  .option('--caller <id>', 'by this key')
  .option('--correlation <id>', 'with this id, the gateway’s own or one that came with the request')
  .option('--url <text>', 'with this in the URL')
  .option('--slower-than <milliseconds>', 'that took at least so long')
  .option('--unpushed', 'of which the source did not do all')
  .option('--limit <number>', 'at most so many', '20')
  .option('--follow', 'go on with those that come')
  .option('--json', 'one JSON object a line')
  .option('--format <format>', 'as a file, the newest first: ndjson or csv, of up to 1,000,000')
  .description('print what was asked of the running gateway, the newest last')
  .action(async ({ format, ...options }: QueriesOptions & { readonly format?: string }) => {
    const { exportQueries, showQueries } = await import('./server/show-queries.js');
    const configuration = readConfiguration();
    process.exitCode =
      format === undefined
        ? await showQueries(configuration, options)
        : await exportQueries(configuration, { ...options, format });
  });

program
  .command('query')
  .argument('<id>', 'the id that `vtg queries` prints')
  .description('print the whole record of a request: plan, calls, rows, stages')
  .action(async (id: string) => {
    const { showQuery } = await import('./server/show-queries.js');
    process.exitCode = await showQuery(readConfiguration(), id);
  });

const key = program.command('key').description('translate between Guids and source keys');
key
  .command('decode')
  .argument('<guid>', 'the key of a row, as Dataverse has it')
  .description('print the source key that a Guid stands for, and in which entity sets')
  .action(async (guid: string) => {
    const { decodeKey } = await import('./server/decode-key.js');
    process.exitCode = await decodeKey(readConfiguration(), guid);
  });

program.parseAsync().catch((error: unknown) => {
  // Behind what the log has still to write, which it does at the exit: the last line says why.
  process.once('exit', () => process.stderr.write(`vtg: ${startFault(error)}\n`));
  process.exit(1);
});
