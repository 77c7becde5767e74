/** Sends requests to one process, as many at once as it has connections. */
import { Pool } from 'undici';

export abstract class Load {
  protected readonly pool: Pool;

  constructor(
    { port }: { readonly port: number },
    private readonly atOnce: number,
  ) {
    this.pool = new Pool(`http://127.0.0.1:${port}`, { connections: atOnce });
  }

  async send(count: number): Promise<void> {
    let left = count;
    const worker = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await this.request();
      }
    };
    await Promise.all(Array.from({ length: this.atOnce }, worker));
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  /** One request, whose answer is checked: a wrong one would be quick too. */
  protected abstract request(): Promise<void>;
}
