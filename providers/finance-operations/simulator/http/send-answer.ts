/** Sends an answer, piece by piece when it is long. */
import { Buffer } from 'node:buffer';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Answer } from './answer';

/** A body of one piece goes with its length; a longer one goes in chunks, as fast as the reader takes them. */
export async function sendAnswer(answer: Answer, response: ServerResponse): Promise<void> {
  const pieces = typeof answer.body === 'string' ? [answer.body] : answer.body;
  let held: string | undefined;
  for (const piece of pieces) {
    if (held !== undefined) {
      if (!response.headersSent) response.writeHead(answer.status, answer.headers);
      if (response.destroyed) return;
      if (!response.write(held)) await drained(response);
    }
    held = piece;
  }
  if (response.headersSent) response.end(held);
  else sendWhole(answer, held ?? '', response);
}

/** Resolves when the reader has caught up, or has gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

function sendWhole(answer: Answer, text: string, response: ServerResponse): void {
  const body = Buffer.from(text);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  response.end(body);
}

/** Resets the connection; nothing is sent, or nothing more. */
export function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Sends the status line and the half of a header, and cuts the connection. */
export function cutInHead(answer: Answer, response: ServerResponse): void {
  const { socket } = response;
  socket?.write(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\nodata-ver`, () =>
    socket.destroy(),
  );
}

/** Announces the whole, sends a part, and cuts the connection. */
export function sendAndCut(answer: Answer, part: string, response: ServerResponse): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(part) * 2 + 2 });
  response.write(part, () => response.destroy());
}
