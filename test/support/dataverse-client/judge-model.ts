/** Judges the service document and `$metadata`: what Dataverse has to digest before any row. */
import type { Check } from './check';
import type { Exchange } from './http-caller';
import { judgeContext, judgeNoRedirect, judgeSuccess } from './judge-answer';
import { isJsonArray, isJsonObject, showJson, type JsonObject } from './lossless-json';
import type { ServiceAddress } from './service-address';
import { propertyOf, readServiceModel, type ServiceModel, type TableModel } from './service-model';

/** The types that the provider maps to columns; enums are mapped too. */
const mappableTypes: ReadonlySet<string> = new Set([
  'Edm.Boolean',
  'Edm.DateTimeOffset',
  'Edm.Decimal',
  'Edm.Double',
  'Edm.Guid',
  'Edm.Int32',
  'Edm.Int64',
  'Edm.String',
]);

/** Reads `$metadata`; ends the check where it isn't an EDMX document. */
export function judgeMetadata(check: Check, exchange: Exchange): ServiceModel {
  judgeNoRedirect(check, exchange);
  if (exchange.status !== 200) check.stop('status', `answered ${exchange.status}`, exchange);
  const contentType = exchange.headers.get('content-type') ?? '';
  if (!/^(application|text)\/xml\b/i.test(contentType)) {
    check.fail('content-type', `Content-Type is '${contentType}', not application/xml`, exchange);
  }
  let model: ServiceModel;
  try {
    model = readServiceModel(exchange.body);
  } catch (error) {
    return check.stop('model', error instanceof Error ? error.message : String(error), exchange);
  }
  if (model.version !== '4.0') check.fail('model', `Edmx Version is '${model.version}', not 4.0`, exchange);
  if (model.tables.length === 0) check.stop('model', 'there is no entity set', exchange);
  return model;
}

/** Judges one entity type. Ends the check where rows can't be identified, so that asking for them is no use. */
export function judgeTable(check: Check, table: TableModel, model: ServiceModel): void {
  for (const property of table.properties) {
    if (!mappableTypes.has(property.type) && !model.enums.has(property.type)) {
      check.fail('model', `${property.name} is ${property.type}, which Dataverse can't map`);
    }
    if (!property.nullable && !table.keyNames.includes(property.name)) {
      check.fail('model', `${property.name} is Nullable="false"; all but the key have to be nullable`);
    }
  }
  const [keyName, ...others] = table.keyNames;
  if (keyName === undefined || others.length > 0) {
    check.stop('model', `the key has ${table.keyNames.length} parts; Dataverse needs a single one`);
  }
  const key = propertyOf(table, keyName);
  if (key === undefined) return check.stop('model', `the key ${keyName} is no property of ${table.typeName}`);
  if (key.type !== 'Edm.Guid')
    check.stop('model', `the key ${keyName} is ${key.type}; Dataverse needs Edm.Guid`);
  if (key.nullable) check.fail('model', `the key ${keyName} is not Nullable="false"`);
}

/** The service document has to list the entity sets that `$metadata` holds. */
export function judgeServiceDocument(
  check: Check,
  exchange: Exchange,
  model: ServiceModel,
  address: ServiceAddress,
): void {
  const body = judgeSuccess(check, exchange);
  const fragment = judgeContext(check, exchange, body, address);
  if (fragment) check.fail('context', `the context of the service document names #${fragment}`, exchange);
  const value = body['value'];
  if (!isJsonArray(value)) return check.stop('json', `"value" is ${showJson(value)}, not an array`, exchange);
  const sets = value
    .filter(isJsonObject)
    .filter((item) => item['kind'] === undefined || item['kind'] === 'EntitySet');
  for (const set of sets) judgeSetLink(check, exchange, set, address);
  const listed = new Set(sets.map((set) => set['name']));
  for (const { set } of model.tables) {
    if (!listed.delete(set))
      check.fail('model', `${set} is in $metadata, but not in the service document`, exchange);
  }
  for (const name of listed) {
    check.fail('model', `${showJson(name)} is in the service document, but not in $metadata`, exchange);
  }
}

function judgeSetLink(check: Check, exchange: Exchange, set: JsonObject, address: ServiceAddress): void {
  const url = set['url'];
  const resolved = typeof url === 'string' ? URL.parse(url, address.publicRoot)?.href : undefined;
  if (resolved?.startsWith(address.publicRoot) && typeof set['name'] === 'string') return;
  check.fail(
    'link',
    `${showJson(set['name'])} points to ${showJson(url)}, outside the service root`,
    exchange,
  );
}
