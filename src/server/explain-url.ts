/** `vtg explain`: plans a URL against the configured services and prints the plan. */
import { RequestError } from '../errors';
import { explainRead } from '../gateway/explain-read';
import { printPlan } from '../plan/explain';
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
    const { plan, entitySet, request, connection } = explanation;
    const text = `${request} of ${entitySet}, connection ${connection}\n${printPlan(plan)}`;
    process.stdout.write(asJson ? `${JSON.stringify(explanation, null, 2)}\n` : text);
  } finally {
    await gateway.close();
  }
}

/** Where there is but one service, its name may be left out. */
function onlyService({ services }: Configuration): string | undefined {
  return services.length === 1 ? services[0]?.name : undefined;
}
