/** Answers what Node's parser refuses: it never becomes a request, and gets the same kind of answer all the same. */
import type { Socket } from 'node:net';
import { RequestError } from '../errors';
import { errorBody } from '../odata/error-body';
import { answeredVersion } from '../odata/version-headers';
import { CORRELATION_HEADER, createCorrelationId } from './correlation';

/** What Node tells of the bytes it refused. */
export type HttpFault = Error & { readonly code?: string; readonly rawPacket?: unknown };

export function answerBrokenHttp(fault: HttpFault, socket: Socket, maxHeaderSize: number): void {
  // After a request that asked for the connection to be closed nothing counts (RFC 9112, 9.6): its own answer closes it.
  if (fault.code === 'HPE_CLOSED_CONNECTION') return;
  if (!socket.writable || fault.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, error } = refusal(fault.code, maxHeaderSize);
  const correlationId = createCorrelationId();
  const body = errorBody(error, correlationId);
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json;odata.metadata=minimal',
    'Content-Language: en',
    `OData-Version: ${answeredVersion}`,
    `${CORRELATION_HEADER}: ${correlationId}`,
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ].join('\r\n');
  socket.end(`${head}\r\n\r\n${asksForHeadOnly(fault) ? '' : body}`);
}

interface Refusal {
  readonly status: string;
  readonly error: RequestError;
}

function refusal(code: string | undefined, maxHeaderSize: number): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') {
    const text = `URL and headers are larger than ${maxHeaderSize} bytes.`;
    return {
      status: '431 Request Header Fields Too Large',
      error: new RequestError('HeadersTooLarge', text),
    };
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return {
      status: '408 Request Timeout',
      error: new RequestError('MalformedUrl', 'the request did not arrive in time.'),
    };
  }
  return {
    status: '400 Bad Request',
    error: new RequestError('MalformedUrl', 'these bytes are no HTTP request.'),
  };
}

/** An answer to HEAD has no body, whatever its status (RFC 9110, 9.3.2). */
function asksForHeadOnly({ rawPacket }: HttpFault): boolean {
  return Buffer.isBuffer(rawPacket) && rawPacket.toString('latin1', 0, 5) === 'HEAD ';
}
