/** A source that speaks bytes over TCP, so that it can break every rule of HTTP. */
import { createServer, type Server, type Socket } from 'node:net';

/** What the source does with one request; `text` is the request as it came. */
export type Behaviour = (socket: Socket, text: string) => void;

/** Answers as the test says, and keeps what it was asked. */
export class HostileSource {
  readonly requests: string[] = [];
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private behaviour: Behaviour = answers(200, '{}');
  private onAccept: ((socket: Socket) => void) | undefined;

  constructor() {
    this.server = createServer((socket) => this.serve(socket));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get origin(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The source does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Answers each request with the next behaviour, and the last one again and again. */
  will(...behaviours: Behaviour[]): void {
    let next = 0;
    this.requests.length = 0;
    this.connections = 0;
    this.onAccept = undefined;
    this.behaviour = (socket, text) => behaviours[Math.min(next++, behaviours.length - 1)]?.(socket, text);
  }

  willOnAccept(action: (socket: Socket) => void): void {
    this.will(answers(200, '{}'));
    this.onAccept = action;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    this.onAccept?.(socket);
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      const [head = '', body = ''] = text.split('\r\n\r\n');
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
      if (!text.includes('\r\n\r\n') || body.length < length) return;
      this.requests.push(text);
      const request = text;
      text = '';
      this.behaviour(socket, request);
    });
  }
}

export function answers(
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Behaviour {
  const all = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return (socket) => {
    socket.write(`HTTP/1.1 ${status} Something\r\n${head.join('')}\r\n`);
    socket.write(body);
  };
}

/** Bytes as they are, and the end of the connection if it is wanted. */
export function sends(text: string, end: 'end' | 'reset' | 'stay' = 'stay'): Behaviour {
  return (socket) => {
    socket.write(text);
    if (end === 'end') socket.end();
    if (end === 'reset') setImmediate(() => socket.resetAndDestroy());
  };
}

export function drips(head: string, drop: string): Behaviour {
  return (socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write(drop), 20);
    socket.on('close', () => clearInterval(timer));
  };
}

export const ok = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
export const silence: Behaviour = () => undefined;
