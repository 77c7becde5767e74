/** `vtg explain --fetchxml`: prints the OData query that a Dataverse view becomes, and the plan of it. */
import { readFileSync } from 'node:fs';
import { RequestError } from '../errors';
import type { TranslatedFetchXml } from '../fetchxml/translate-fetchxml';
import { explainRequest } from '../gateway/explain-request';
import type { Configuration } from './configuration/configuration';
import { onlyService, printExplanation } from './explain-url';
import { ODATA_PREFIX } from './odata-request';
import { openGateway } from './open-gateway';
import { StartFault } from './start-fault';

export interface ExplainViewOptions {
  /** The file with the FetchXML; `-` is the standard input. */
  readonly fetchxml: string;
  /** May be left out where there is only one. */
  readonly service?: string;
  readonly json?: boolean;
}

/** The query is printed before it is planned, so that it is there even where the service refuses it. */
export async function explainView(configuration: Configuration, options: ExplainViewOptions): Promise<void> {
  const fetchXml = readText(options.fetchxml);
  const gateway = await openGateway(configuration);
  try {
    const name = options.service ?? onlyService(configuration);
    if (name === undefined) throw new StartFault('there are several services: name one with --service.');
    const service = gateway.services.get(name)?.service;
    if (service === undefined) throw new RequestError('UnknownResource', `there is no service '${name}'.`);
    const { query, explanation, error } = await explainRequest({ fetchXml }, service);
    if (query !== undefined && options.json !== true) process.stdout.write(printQuery(name, query));
    if (error !== undefined) throw error;
    if (options.json === true) process.stdout.write(`${JSON.stringify({ query, explanation }, null, 2)}\n`);
    else if (explanation !== undefined) process.stdout.write(printExplanation(explanation));
  } finally {
    await gateway.close();
  }
}

function printQuery(service: string, { target, notes }: TranslatedFetchXml): string {
  const lines = [`GET ${ODATA_PREFIX}/${service}/${target}`, ...notes.map((note) => `note: ${note}`)];
  return lines.map((line) => `${line}\n`).join('');
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const { code } = error as { readonly code?: string };
    throw new StartFault(`the file ${file} cannot be read (${code ?? 'unknown reason'}).`);
  }
}
