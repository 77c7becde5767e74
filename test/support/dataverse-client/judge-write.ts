/** Judges the answers to changes: Dataverse reads on from what they say. */
import type { Check } from './check';
import type { Exchange } from './http-caller';
import { judgeError, judgeNoRedirect, showAnswer } from './judge-answer';
import { judgeEntity, judgeRowAlone, type EntityAnswer } from './judge-list';
import type { RowExpectation } from './judge-row';

/** 201 with the row, and with its address twice: the library fails without `Location`, whatever else there is. */
export function judgeCreated(check: Check, exchange: Exchange, expected: RowExpectation): EntityAnswer {
  const answer = judgeRowAlone(check, exchange, expected, 201);
  for (const header of ['Location', 'OData-EntityId']) {
    const fault = addressFault(exchange.headers.get(header.toLowerCase()), answer.row.key, expected);
    if (fault !== undefined) check.fail('location', `${header} ${fault}`, exchange);
  }
  return answer;
}

/** 204, or 200 with the row. */
export function judgeUpdated(check: Check, exchange: Exchange, key: string, expected: RowExpectation): void {
  if (exchange.status === 200) judgeEntity(check, exchange, key, expected);
  else judgeNoContent(check, exchange);
}

export function judgeNoContent(check: Check, exchange: Exchange): void {
  judgeNoRedirect(check, exchange);
  if (exchange.status !== 204) check.stop('status', `answered ${showAnswer(exchange)}, not 204`, exchange);
  const length = Number(exchange.headers.get('content-length') ?? 0);
  if (length > 0 || exchange.body !== '') check.fail('write', 'answered 204 with a body', exchange);
}

/** 404 with an OData error: the platform knows that as "no such row". */
export function judgeNotFound(check: Check, exchange: Exchange): void {
  judgeNoRedirect(check, exchange);
  if (exchange.status === 404) judgeError(check, exchange);
  else check.fail('not-found', `answered ${showAnswer(exchange)}, not 404`, exchange);
}

function addressFault(
  address: string | undefined,
  key: string,
  { table, address: service }: RowExpectation,
): string | undefined {
  if (address === undefined) return 'is missing';
  const fault = service.linkFault(address);
  if (fault !== undefined) return `${address} ${fault}`;
  const path = address.slice(service.publicRoot.length);
  // A Guid may be written in capitals, a name may not.
  const written = path.slice(0, table.set.length) + path.slice(table.set.length).toLowerCase();
  const keys = [key, ...table.keyNames.map((name) => `${name.toLowerCase()}=${key}`)];
  const spellings = keys.map((each) => `${table.set}(${each})`);
  return spellings.includes(written) ? undefined : `${address} isn't the address of row ${key}`;
}
