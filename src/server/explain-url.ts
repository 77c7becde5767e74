/** `vtg explain`: plans a URL against the configured services and prints the plan. */
import { RequestError } from '../errors';
import { explainRead, type Explanation } from '../gateway/explain-read';
import { printPlan } from '../plan/explain';
import { printSuggestions } from '../plan/suggest-changes';
import { targetOf } from './odata-request';
import type { Configuration } from './configuration/configuration';
import { openGateway } from './open-gateway';

export async function explainUrl(configuration: Configuration, url: string, asJson: boolean): Promise<void> {
  const gateway = await openGateway(configuration);
  try {
    const { service: name, rest } = targetOf(url, onlyService(configuration));
    const served = gateway.services.get(name);
    if (served === undefined) throw new RequestError('UnknownResource', `there is no service '${name}'.`);
    const explanation = await explainRead(rest, served.service);
    process.stdout.write(
      asJson ? `${JSON.stringify(explanation, null, 2)}\n` : printExplanation(explanation),
    );
  } finally {
    await gateway.close();
  }
}

export function printExplanation({ plan, entitySet, request, connection, suggestions }: Explanation): string {
  const head = `${request} of ${entitySet}, connection ${connection}\n`;
  return `${head}${printPlan(plan)}${printSuggestions(suggestions)}`;
}

/** Where there is but one service, its name may be left out. */
export function onlyService({ services }: Configuration): string | undefined {
  return services.length === 1 ? services[0]?.name : undefined;
}
