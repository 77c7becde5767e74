/** Reads the body of a request, up to a length. */
import type { IncomingMessage } from 'node:http';
import { htmlPage, Refusal } from './answer';

/** A longer one is read to its end but not kept, so that the caller hears why it is refused. */
export async function readBody(request: IncomingMessage, longest: number): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of request.setEncoding('utf8')) {
    const text = String(piece);
    length += text.length;
    if (length <= longest) pieces.push(text);
  }
  if (length > longest) throw new Refusal(htmlPage(413, 'Request Entity Too Large'));
  return pieces.join('');
}
