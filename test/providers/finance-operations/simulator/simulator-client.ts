/** A small client for the simulator's tests: plain fetch, URLs written as a human would, answers as JSON. */
import type { SimulatorOptions } from '../../../../providers/finance-operations/simulator/options';
import { type Simulator, startSimulator } from '../../../../providers/finance-operations/simulator/simulator';

export type JsonRow = Readonly<Record<string, unknown>>;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface ListReply {
  readonly rows: readonly JsonRow[];
  readonly count: number | undefined;
  readonly nextLink: string | undefined;
  readonly context: string;
}

export interface ErrorReply {
  readonly status: number;
  readonly message: string;
  readonly inner: string | undefined;
}

/** Few rows, no token: what most tests want. */
const small: Partial<SimulatorOptions> = {
  auth: 'none',
  customers: 400,
  orders: 60,
  products: 50,
  vendors: 40,
};

export class SimulatorClient {
  readonly simulator: Simulator;

  private constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  static async start(options: Partial<SimulatorOptions> = {}): Promise<SimulatorClient> {
    return new SimulatorClient(await startSimulator({ ...small, ...options }));
  }

  get options(): SimulatorOptions {
    return this.simulator.options;
  }

  /** `path` is relative to the origin; blanks and the like are encoded by fetch itself. */
  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const response = await fetch(new URL(path, `${this.simulator.url}/`), { headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  async json(path: string, headers: Readonly<Record<string, string>> = {}): Promise<JsonRow> {
    const { status, text } = await this.get(path, headers);
    if (status !== 200) throw new Error(`${path} gave ${status}: ${text}`);
    return JSON.parse(text) as JsonRow;
  }

  /** Sends a change; a body that is no text goes as JSON. */
  async send(
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    const response = await fetch(new URL(path, `${this.simulator.url}/`), {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Creates a row across companies and returns it. */
  async create(set: string, row: JsonRow): Promise<JsonRow> {
    const { status, text } = await this.send('POST', `/data/${set}?cross-company=true`, row);
    if (status !== 201) throw new Error(`${set} gave ${status}: ${text}`);
    return JSON.parse(text) as JsonRow;
  }

  /** The status and the useful text of a change that is refused. */
  async writeRefusal(
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<{ status: number; text: string | undefined; type: string | undefined }> {
    const { status, text } = await this.send(method, path, body);
    const { error } = JSON.parse(text) as {
      error: { message: string; innererror?: { message: string; type: string } };
    };
    return { status, text: error.innererror?.message, type: error.innererror?.type };
  }

  /** Reads a set across companies. */
  async list(setAndQuery: string): Promise<ListReply> {
    const separator = setAndQuery.includes('?') ? '&' : '?';
    return listReply(await this.json(`/data/${setAndQuery}${separator}cross-company=true`));
  }

  /** The values of one property of all rows that a filter finds. */
  async find(set: string, property: string, filter: string): Promise<unknown[]> {
    const query = `$select=${property}&$filter=${encodeURIComponent(filter)}`;
    return (await this.list(`${set}?${query}`)).rows.map((row) => row[property]);
  }

  async refusal(path: string): Promise<ErrorReply> {
    const { status, text } = await this.get(path);
    const { error } = JSON.parse(text) as { error: { message: string; innererror?: { message: string } } };
    return { status, message: error.message, inner: error.innererror?.message };
  }

  async filterRefusal(set: string, filter: string): Promise<ErrorReply> {
    return this.refusal(`/data/${set}?$filter=${encodeURIComponent(filter)}`);
  }

  close(): Promise<void> {
    return this.simulator.close();
  }
}

export function listReply(body: JsonRow): ListReply {
  return {
    rows: body['value'] as readonly JsonRow[],
    count: body['@odata.count'] as number | undefined,
    nextLink: body['@odata.nextLink'] as string | undefined,
    context: body['@odata.context'] as string,
  };
}
