/** `vtg schema`: prints the JSON Schema of the configuration, for editors. */
import 'reflect-metadata';
import { builtInProviders } from './built-in-providers';
import { configurationSchema } from './configuration/configuration-schema';

export function printSchema(): void {
  process.stdout.write(`${JSON.stringify(configurationSchema(builtInProviders), null, 2)}\n`);
}
