/** A source that signs everybody in and refuses the rest, and tells in each refusal what nobody else should know. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Told {
  /** What it signs callers in with. */
  readonly token: string;
  /** In headers, in pages of HTML and in what is not meant for people. */
  readonly internal: string;
  /** In quotes within its sentences. */
  readonly quoted: string;
}

export interface TellingSource {
  readonly url: string;
  /** Of the next answers. */
  status: number;
  close(): void;
}

export async function startTellingSource({ token, internal, quoted }: Told): Promise<TellingSource> {
  const failure = {
    code: '',
    message: `The value '${quoted}' of "${quoted}" is not valid.`,
    innererror: { stacktrace: internal, message: `'${internal}'` },
  };
  const server = createServer((request, response) => {
    request.resume();
    const isSignIn = request.url?.includes('/oauth2/') === true;
    const isPage = !isSignIn && source.status === 502;
    response.writeHead(isSignIn ? 200 : source.status, {
      'Content-Type': isPage ? 'text/html' : 'application/json',
      'Set-Cookie': `session=${internal}`,
      'WWW-Authenticate': `Bearer realm="${internal}"`,
      Location: `http://127.0.0.1:1/${internal}`,
    });
    const signedIn = { access_token: token, expires_in: 3_599, token_type: 'Bearer' };
    response.end(isPage ? `<h1>${internal}</h1>` : JSON.stringify(isSignIn ? signedIn : { error: failure }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const source: TellingSource = {
    url: `http://127.0.0.1:${port}`,
    status: 400,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return source;
}
