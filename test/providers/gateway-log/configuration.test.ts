/** A log that nobody keeps is found out before anything opens. */
import 'reflect-metadata';
import { gatewayLogOf } from '../../../providers/gateway-log/index';
import { loadConfiguration } from '../../../src/server/configuration/load-configuration';

const faultsOf = (text: string): readonly string[] => {
  const outcome = loadConfiguration({ env: {}, providers: [gatewayLogOf(undefined)], readFile: () => text });
  return 'faults' in outcome
    ? outcome.faults.map(({ line, path, message }) => `${line ?? ''} ${path}: ${message}`)
    : [];
};

const rest = 'connections:\n  log: { provider: gateway-log }\nservices: {}';

test('records must be kept', () => {
  expect(faultsOf(`records: { enabled: true }\n${rest}`)).toEqual([]);
  const fault = 'connections.log.provider: reads the records of requests: set records.enabled to true';
  expect(faultsOf(`records: { enabled: false }\n${rest}`)).toEqual([`3 ${fault}`]);
  expect(faultsOf(rest)).toEqual([`2 ${fault}`]);
});
