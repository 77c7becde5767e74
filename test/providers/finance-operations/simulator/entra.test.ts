import { ClientSecretCredential } from '@azure/identity';
import { defaultClient } from '../../../../providers/finance-operations/simulator/options';
import { SimulatorClient } from './simulator-client';

/** The library insists on https for an authority: this name stands for the simulator. */
const AUTHORITY = 'https://login.simulator.invalid';

test('@azure/identity gets a token that the simulator accepts', async () => {
  const client = await SimulatorClient.start({ auth: 'required', authority: AUTHORITY });
  const { tenantId } = client.options;
  const credential = new ClientSecretCredential(
    tenantId,
    defaultClient.clientId,
    defaultClient.clientSecret,
    {
      authorityHost: AUTHORITY,
      disableInstanceDiscovery: true,
      httpClient: {
        async sendRequest(request) {
          const response = await fetch(request.url.replace(AUTHORITY, client.simulator.url), {
            method: request.method,
            headers: request.headers.toJSON(),
            ...(typeof request.body === 'string' ? { body: request.body } : {}),
          });
          return {
            request,
            status: response.status,
            headers: request.headers,
            bodyAsText: await response.text(),
          };
        },
      },
    },
  );
  const { token } = await credential.getToken(`${client.simulator.url}/.default`);
  expect((await client.get('/data/Companies', { authorization: `Bearer ${token}` })).status).toBe(200);
  await client.close();
});
