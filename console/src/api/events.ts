/** Server-sent events over fetch: `EventSource` can send no header, so no key. */
import { send } from './client';

export interface ServerEvent {
  readonly name: string;
  readonly content: unknown;
}

/**
 * Ends when the server or the signal ends it.
 *
 * @throws {ApiError}
 */
export async function* events(address: string, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  const { body } = await send('GET', address, { signal, headers: { accept: 'text/event-stream' } });
  if (body === null) return;
  let pending = '';
  for await (const text of chunksOf(body)) {
    const blocks = (pending + text.replaceAll('\r\n', '\n')).split('\n\n');
    pending = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event !== undefined) yield event;
    }
  }
}

/** Not every browser can iterate a stream. */
async function* chunksOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

function parseEvent(block: string): ServerEvent | undefined {
  let name = 'message';
  const lines: string[] = [];
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
    if (field === 'event') name = value;
    if (field === 'data') lines.push(value);
  }
  return lines.length === 0 ? undefined : { name, content: JSON.parse(lines.join('\n')) };
}
