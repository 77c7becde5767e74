/** The administrator's API: what it says to parameters that are not there, or there twice. */
import 'reflect-metadata';
import { createSharedCache } from '../../../src/gateway/shared-cache';
import { openAuditTrail } from '../../../src/server/admin/audit-trail';
import { AdminController } from '../../../src/server/admin/admin.controller';

const controller = new AdminController({
  services: new Map(),
  connections: new Map(),
  cache: createSharedCache(),
  audit: openAuditTrail('/nowhere'),
  longestUrl: 1,
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
