/** Reads the configuration from where the environment says, or ends the command with every fault of it. */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { builtInProviders } from './built-in-providers';
import type { Configuration } from './configuration/configuration';
import { faultText } from './configuration/fault';
import { loadConfiguration } from './configuration/load-configuration';
import { logLine } from './log';
import { StartFault } from './start-fault';

/** @throws {StartFault} with one line for each fault */
export function readConfiguration(): Configuration {
  const outcome = loadConfiguration({
    env: process.env,
    providers: builtInProviders,
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  if ('faults' in outcome)
    throw new StartFault(`the configuration has faults\n${outcome.faults.map(faultText).join('\n')}`);
  for (const warning of outcome.warnings) logLine('warn', warning);
  return outcome.configuration;
}
