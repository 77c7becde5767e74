/** A gateway whose hot path is watched: which answers it took from memory, and what the long way gives instead. */
import type { Received, Sending } from '../e2e/support/http-client';
import { shareGateway } from '../e2e/support/start-gateway';

export const KEY = 'canary-of-a-key-for-sales';
export const OTHER_KEY = 'canary-of-another-key-for-others';
export const CANARY = 'nobody-without-a-key-sees-this';

const configuration = `
publicUrl: https://gateway.example
limits: { url: 4KiB }
connections:
  tables:
    provider: memory
    entities:
      Things:
        versioned: true
        key: [Code]
        columns: { Code: String, Note: String, Size: Int32 }
        rows:
          - { Code: A, Note: ${CANARY}, Size: 1 }
          - { Code: B, Note: null, Size: 2 }
          - { Code: C, Note: "größer & 😀", Size: 3 }
services:
${['sales', 'other']
  .map(
    (name, index) => `
  ${name}:
    auth: { keys: [{ id: k, secret: ${[KEY, OTHER_KEY][index] ?? ''}, header: x-api-key, query: code }] }
    pageSize: 2
    entitySets:
      Things:
        connection: tables
        entity: Things
        key: { name: ThingId, from: [Code] }
        write: [update]
        cache: { ttl: 1h, negativeTtl: 1h }`,
  )
  .join('\n')}
`;

export const keyed = { 'x-api-key': KEY };

export interface Answered extends Received {
  /** It was taken from memory ahead of every stage. */
  readonly hot: boolean;
}

export interface WatchedGateway {
  readonly gateway: ReturnType<typeof shareGateway>;
  send(target: string, sending?: Sending): Promise<Answered>;
  /** Past the hot path. */
  sendLong(target: string, sending: Sending): Promise<Answered>;
  /** Of the row A; known when the tests run. */
  guid(): string;
}

/** One for all tests of a `describe`. */
export function watchHotPath(): WatchedGateway {
  const gateway = shareGateway(configuration);
  /** Answers that it took from memory. */
  let taken = 0;
  /** It finds nothing. */
  let closed = false;
  let guid = '';

  beforeAll(async () => {
    const { answers } = gateway.gateway.cache;
    const find = answers.find.bind(answers);
    answers.find = (where) => {
      const found = closed ? undefined : find(where);
      if (found !== undefined) taken++;
      return found;
    };
    const { body } = await gateway.data.get('/odata/sales/Things?$filter=Size%20eq%201&own=1', keyed);
    guid = (JSON.parse(body) as { value: [{ ThingId: string }] }).value[0].ThingId;
  });

  async function send(target: string, sending: Sending = {}): Promise<Answered> {
    const before = taken;
    const answer = await gateway.data.send(target, sending);
    return { ...answer, hot: taken > before };
  }

  async function sendLong(target: string, sending: Sending): Promise<Answered> {
    closed = true;
    try {
      return await send(target, sending);
    } finally {
      closed = false;
    }
  }

  return { gateway, send, sendLong, guid: () => guid };
}
