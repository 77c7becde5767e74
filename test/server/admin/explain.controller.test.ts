/** Explaining for administrators: what it says to parameters that are not there, or there twice. */
import 'reflect-metadata';
import { systemClock } from '../../../src/cache/clock';
import { createSharedCache } from '../../../src/gateway/shared-cache';
import { Captures } from '../../../src/record/captures';
import { openAuditTrail } from '../../../src/server/admin/audit-trail';
import { ExplainController } from '../../../src/server/admin/explain.controller';

const controller = new ExplainController({
  services: new Map(),
  connections: new Map(),
  cache: createSharedCache(),
  configuration: { file: '/nowhere', settings: () => [] },
  audit: openAuditTrail('/nowhere'),
  longestUrl: 1,
  captures: new Captures(systemClock),
  draining: false,
  close: () => Promise.resolve(),
});

test.each([
  [undefined, undefined, 'InvalidQueryOption', 'url'],
  ['', undefined, 'InvalidQueryOption', 'url'],
  [['Customers', 'Vendors'], 'demo', 'InvalidQueryOption', 'url'],
  ['Customers', ['demo', 'demo'], 'InvalidQueryOption', 'service'],
  ['Customers', 'demo', 'UnknownResource', 'service'],
])('explain of %j in %j is %s', (url, service, code, target) => {
  expect(() => controller.explain(url, service)).toThrow(expect.objectContaining({ code, target }));
});
