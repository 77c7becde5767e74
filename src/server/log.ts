/** The process’s own log, on standard error: one JSON object a line, without secrets and without rows. */
import { destination, pino } from 'pino';
import type { RequestError } from '../errors';
import { maskQuoted, maskTarget } from '../record/mask-literals';
import type { WriteRecord } from '../record/write-record';
import type { ODataRequest } from './odata-request';

/** Milliseconds for which a line waits for company: a write of its own costs as much as half a change. */
const COMPANY = 100;

// A slow reader of the log must not hold up requests; what is left is written when the process ends.
const out = destination({ fd: 2, sync: false, minLength: 8_192 });
let flushing: NodeJS.Timeout | undefined;

const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write: writeLine });

function writeLine(line: string): void {
  out.write(line);
  flushing ??= setTimeout(() => {
    flushing = undefined;
    out.flush();
  }, COMPANY).unref();
}

/** One line for the administrator. */
export function logLine(level: 'info' | 'warn', message: string): void {
  log[level](message);
}

/** The audit of changes: one line for each, whatever became of it. */
export function logWrite(record: WriteRecord): void {
  log.info({ write: record }, 'write');
}

/** A failure that is not the caller's own, with what lies behind it: the caller was not told. */
export function logFault({ method, odata }: ODataRequest, error: RequestError): void {
  if (error.status < 500 || error.code === 'NotImplemented') return;
  const mask = (text: string): string => odata?.notes?.sentence(text) ?? maskQuoted(text);
  log.warn(
    {
      correlationId: odata?.correlationId,
      service: odata?.served?.service.definition.name,
      caller: odata?.caller,
      method,
      // Without the query and the keys of rows: they may be people's data.
      path: odata?.target === undefined ? undefined : maskTarget(odata.target.replace(/\?.*/s, ''), true),
      code: error.code,
      status: error.status,
      cause: causeText(error, mask),
    },
    mask(error.message),
  );
}

function causeText({ cause, code }: RequestError, mask: (text: string) => string): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  // A fault of ours needs its place; a fault of the source is its class and sentence.
  if (code === 'InternalError') return cause.stack;
  const inner = cause.cause instanceof Error ? ` (${cause.cause.message})` : '';
  return mask(`${cause.name}: ${cause.message}${inner}`);
}
