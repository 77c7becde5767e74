/** Expects an answer to be an OData error as the table of reliability.md 5 wants it. */
import type { Received } from './http-client';

export interface ODataError {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
}

/** What is wrong with the form of an error answer; empty if nothing is (JSON Format 4.01, 21.1; Protocol 4.01, 9.4). */
export function faultsOfError({ status, headers, body }: Received): readonly string[] {
  const faults: string[] = [];
  const expect = (isRight: boolean, fault: string): void => {
    if (!isRight) faults.push(fault);
  };
  expect(status >= 400, `status ${status}`);
  expect(headers['content-type']?.startsWith('application/json') === true, 'no JSON by its media type');
  expect(headers['content-language'] === 'en', 'no Content-Language');
  expect(headers['odata-version'] === '4.0', 'no OData-Version');
  const error = readError(body);
  if (error === undefined) return [...faults, `no OData error: ${body.slice(0, 100)}`];
  expect(/^[A-Za-z]+$/.test(error.code), `code '${error.code}'`);
  const correlationId = headers['x-correlation-id'];
  expect(typeof correlationId === 'string' && /^[0-9a-f]{8}$/.test(correlationId), 'no x-correlation-id');
  expect(error.message.endsWith(` [id ${String(correlationId)}]`), `no correlation id in '${error.message}'`);
  expect(error.message.length > 20, 'no message');
  expect(
    Object.keys(error).every((name) => MEMBERS.has(name)),
    `members ${Object.keys(error).join(', ')}`,
  );
  return faults;
}

const MEMBERS = new Set(['code', 'message', 'target', 'details']);

/** The error in a body; undefined if there is none. */
export function readError(body: string): ODataError | undefined {
  let parsed: { readonly error?: ODataError } | null;
  try {
    parsed = JSON.parse(body) as { readonly error?: ODataError } | null;
  } catch {
    return undefined;
  }
  const error = parsed?.error;
  return typeof error?.code === 'string' && typeof error.message === 'string' ? error : undefined;
}

/** The error of an answer that must be a good one, of this status and code. */
export function expectError(answer: Received, status: number, code: string): ODataError {
  const error = readError(answer.body);
  expect({ status: answer.status, code: error?.code, faults: faultsOfError(answer) }).toEqual({
    status,
    code,
    faults: [],
  });
  return error as ODataError;
}
