/** Clients of a hostile source, for one file of tests: both are up before its tests and gone after them. */
import { createOutgoingHttp, type OutgoingHttpOptions } from '../../src/gateway/outgoing-http';
import type { HttpClient, HttpContext, HttpObservation } from '../../src/provider-sdk/index';
import { HostileSource } from './outgoing-hostile-source';

export interface OutgoingClients {
  readonly source: HostileSource;
  /** A client that does not wait before it tries again; it is closed after the test. */
  open(options?: OutgoingHttpOptions, origin?: string): HttpClient;
}

export function setUpOutgoing(): OutgoingClients {
  const source = new HostileSource();
  const opened: HttpClient[] = [];
  beforeAll(() => source.listen());
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((http) => http.close()));
  });
  afterAll(() => source.close());
  return {
    source,
    open(options = {}, origin = source.origin) {
      const http = createOutgoingHttp(origin, { wait: async () => undefined, ...options });
      opened.push(http);
      return http;
    },
  };
}

export interface NotedContext extends HttpContext {
  readonly observations: readonly HttpObservation[];
}

/** The context of a call with so many milliseconds to live, which keeps what is observed of it. */
export function notedContext(
  within = 20_000,
  signal: AbortSignal = new AbortController().signal,
): NotedContext {
  const observations: HttpObservation[] = [];
  return {
    signal,
    deadline: Date.now() + within,
    observe: (observation) => void observations.push(observation),
    observations,
  };
}
