/** Explaining for administrators: what it says to parameters that are not there, or there twice. */
import 'reflect-metadata';
import { ExplainController } from '../../../src/server/admin/explain.controller';

const controller = new ExplainController({ services: new Map() });

test.each([
  [undefined, undefined, 'InvalidQueryOption', 'url'],
  ['', undefined, 'InvalidQueryOption', 'url'],
  [['Customers', 'Vendors'], 'demo', 'InvalidQueryOption', 'url'],
  ['Customers', ['demo', 'demo'], 'InvalidQueryOption', 'service'],
  ['Customers', 'demo', 'UnknownResource', 'service'],
])('explain of %j in %j is %s', (url, service, code, target) => {
  expect(() => controller.explain(url, service)).toThrow(expect.objectContaining({ code, target }));
});
