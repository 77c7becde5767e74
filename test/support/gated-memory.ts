/** The provider `memory` behind a gate: what is asked of it waits until the test opens it. */
import { memory } from '../../providers/memory/index';
import type { CallContext, Connection, Provider } from '../../src/provider-sdk/index';

export class Gate {
  #asked = Promise.withResolvers<undefined>();
  #opened = Promise.withResolvers<undefined>();

  /** Somebody waits. */
  asked(): Promise<undefined> {
    return this.#asked.promise;
  }

  open(): void {
    this.#opened.resolve(undefined);
  }

  shut(): void {
    this.#asked = Promise.withResolvers();
    this.#opened = Promise.withResolvers();
  }

  async pass(): Promise<void> {
    this.#asked.resolve(undefined);
    await this.#opened.promise;
  }
}

export function gatedMemory(gate: Gate): Provider {
  return {
    name: 'gated',
    configuration: memory.configuration,
    open: async (configuration, context) =>
      behind(gate, await (memory as Provider).open(configuration, context)),
  };
}

function behind(gate: Gate, connection: Connection): Connection {
  return {
    ...connection,
    async *read(query, context) {
      await Promise.race([gate.pass(), abortOf(context)]);
      yield* connection.read(query, context);
    },
    // It was sent: whoever goes away does not call it back.
    async write(command, context) {
      await gate.pass();
      const { write } = connection;
      if (write === undefined) throw new Error('The provider memory takes changes.');
      return write(command, context);
    },
  };
}

function abortOf({ signal }: CallContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
