/** The command `npm run replay`: replays, prints the Dataverse-safe report, and exits with 1 where it isn't safe. */
import { readCommand, usage, UsageError, type Command } from './command-line';
import { replay } from './replay';
import { formatReport, type ReplayReport } from './report';

async function main(args: readonly string[]): Promise<number> {
  let command: Command | undefined;
  try {
    command = readCommand(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${usage}\n`);
    return 2;
  }
  if (command === undefined) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const reports = await runAll(command);
  if (command.json) process.stdout.write(`${JSON.stringify(reports, undefined, 2)}\n`);
  return reports.every((report) => report.dataverseSafe) ? 0 : 1;
}

async function runAll({ runs, json }: Command): Promise<readonly ReplayReport[]> {
  const reports: ReplayReport[] = [];
  for (const run of runs) {
    const onEntitySet = (name: string): void => {
      if (process.stderr.isTTY) process.stderr.write(`${run.profile}: ${name}\n`);
    };
    const report = await replay({ ...run, onEntitySet });
    reports.push(report);
    if (!json) process.stdout.write(`${formatReport(report)}\n\n`);
  }
  return reports;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 2;
  },
);
