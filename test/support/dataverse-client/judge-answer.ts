/** Holds any answer to the rules that Dataverse's client library enforces before it looks at rows. */
import type { Check } from './check';
import type { Exchange } from './http-caller';
import { isJsonArray, isJsonObject, parseLosslessJson, showJson, type JsonObject } from './lossless-json';
import type { ServiceAddress } from './service-address';

/** Accepts the status that means success, with a JSON object in the body; ends the check on anything else. */
export function judgeSuccess(check: Check, exchange: Exchange, status = 200): JsonObject {
  if (exchange.status !== status) {
    judgeNoRedirect(check, exchange);
    check.stop('status', `answered ${showAnswer(exchange)}, not ${status}`, exchange);
  }
  return judgeJson(check, exchange);
}

/** An answer in words for a reason line: its status and what it says. */
export function showAnswer(exchange: Exchange): string {
  return `${exchange.status}${errorExcerpt(exchange)}`;
}

/** A login page or a moved service is fatal: the client follows nothing. */
export function judgeNoRedirect(check: Check, exchange: Exchange): void {
  const { status } = exchange;
  if (status < 300 || status >= 400) return;
  check.stop('redirect', `answered ${status}, a redirect, which Dataverse doesn't follow`, exchange);
}

/** An OData error object, with an id in its message: the trace log shows little else. */
export function judgeError(check: Check, exchange: Exchange): void {
  judgeNoRedirect(check, exchange);
  const error = judgeJson(check, exchange)['error'];
  if (!isJsonObject(error)) return check.fail('error-body', 'the body has no "error" object', exchange);
  for (const name of ['code', 'message']) {
    if (typeof error[name] === 'string' && error[name] !== '') continue;
    check.fail('error-body', `error.${name} is ${showJson(error[name])}, not a text`, exchange);
  }
  const target = error['target'];
  if (target !== undefined && target !== null && typeof target !== 'string') {
    check.fail('error-body', `error.target is ${showJson(target)}, not a text`, exchange);
  }
  const details = error['details'];
  if (details !== undefined && !isJsonArray(details)) {
    check.fail('error-body', `error.details is ${showJson(details)}, not an array`, exchange);
  }
  if (typeof error['message'] === 'string') judgeCorrelation(check, exchange, error['message']);
}

/** The fragment after `#` of `@odata.context`, once the part before it has been found right. */
export function judgeContext(
  check: Check,
  exchange: Exchange,
  body: JsonObject,
  address: ServiceAddress,
): string | undefined {
  const context = body['@odata.context'];
  if (typeof context !== 'string') {
    check.fail('context', `@odata.context is ${showJson(context)}`, exchange);
    return undefined;
  }
  const [document = '', ...fragment] = context.split('#');
  const expected = `${address.publicRoot}$metadata`;
  if (safelyDecoded(document) !== safelyDecoded(expected)) {
    check.fail('context', `@odata.context is ${showJson(context)}, expected ${expected}#…`, exchange);
    return undefined;
  }
  return safelyDecoded(fragment.join('#'));
}

/** Whether numbers too wide for JSON came as text, as the answer's own media type says. */
export function isIeee754Compatible(exchange: Exchange): boolean {
  return /;\s*(odata\.)?IEEE754Compatible\s*=\s*true/i.test(exchange.headers.get('content-type') ?? '');
}

function judgeJson(check: Check, exchange: Exchange): JsonObject {
  const contentType = exchange.headers.get('content-type') ?? '';
  const [mediaType = ''] = contentType.split(';');
  if (mediaType.trim().toLowerCase() !== 'application/json') {
    check.stop('content-type', `Content-Type is '${contentType}', not application/json`, exchange);
  }
  if (/odata\.metadata\s*=\s*none/i.test(contentType)) {
    check.fail('content-type', 'odata.metadata=none was not asked for', exchange);
  }
  if (isIeee754Compatible(exchange)) {
    check.fail('content-type', 'IEEE754Compatible=true was not asked for', exchange);
  }
  const version = exchange.headers.get('odata-version');
  if (version !== undefined && version !== '4.0') {
    check.fail('odata-version', `OData-Version is ${version}; the client understands 4.0 at most`, exchange);
  }
  const body = parsed(exchange);
  if (isJsonObject(body)) return body;
  return check.stop('json', `the body is no JSON object: ${excerpt(exchange.body)}`, exchange);
}

function judgeCorrelation(check: Check, exchange: Exchange, message: string): void {
  const ids = [...exchange.headers].filter(([name]) => /correlation|request-?id|trace/.test(name));
  if (ids.length === 0) check.fail('correlation', 'no header carries a correlation id', exchange);
  else if (!ids.some(([, id]) => id !== '' && message.includes(id))) {
    const names = ids.map(([name]) => name).join(', ');
    check.fail(
      'correlation',
      `error.message doesn't hold the id of ${names}: ${showJson(message)}`,
      exchange,
    );
  }
}

function parsed(exchange: Exchange): ReturnType<typeof parseLosslessJson> | undefined {
  try {
    return parseLosslessJson(exchange.body);
  } catch {
    return undefined;
  }
}

function errorExcerpt(exchange: Exchange): string {
  const body = parsed(exchange);
  const error = isJsonObject(body) ? body['error'] : undefined;
  const message = isJsonObject(error) ? error['message'] : undefined;
  if (exchange.body === '') return '';
  return `: ${typeof message === 'string' ? excerpt(message) : excerpt(exchange.body)}`;
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
