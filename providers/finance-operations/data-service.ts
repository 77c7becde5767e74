/** Calls an environment: adds the token and the headers, renews a token that is refused, and judges the status. */
import {
  CredentialsInvalid,
  RateLimited,
  UpstreamContract,
  type HttpAnswer,
  type HttpClient,
  type HttpContext,
  type HttpRequest,
  isRecord,
} from '../../src/provider-sdk/index';
import { faultOf } from './read-errors';
import type { TokenCache } from './token-cache';

export interface DataServiceOptions {
  readonly origin: string;
  readonly http: HttpClient;
  /** Absent = no token is sent. */
  readonly tokens?: TokenCache | undefined;
  /** Told when the environment asks for fewer calls, with the milliseconds that it wants to be left alone. */
  readonly limited?: (milliseconds: number) => void;
}

export interface GetOptions {
  /** What is asked for, for messages: `CustomersV3`. */
  readonly subject: string;
  /** Statuses besides 2xx that the caller judges itself. */
  readonly accept?: readonly number[];
  readonly pageSize?: number;
}

export class DataService {
  readonly origin: string;

  constructor(private readonly options: DataServiceOptions) {
    this.origin = options.origin;
  }

  /** @throws {ProviderError} for every status that is neither 2xx nor accepted */
  async get(path: string, options: GetOptions, context: HttpContext): Promise<HttpAnswer> {
    const request = { path, headers: readHeaders(options.pageSize), exactNumbers: true };
    const answer = await this.send(request, options.subject, context);
    const isGood = isSuccess(answer);
    if (!isGood && options.accept?.includes(answer.status) !== true) throw faultOf(answer, options.subject);
    if (isGood && !isRecord(answer.body)) {
      throw new UpstreamContract(`The answer for ${options.subject} is no JSON object.`);
    }
    return answer;
  }

  /** Sends a batch of reads, and gives back whatever is answered. @throws {ProviderError} as the HTTP client does */
  ask(request: HttpRequest, subject: string, context: HttpContext): Promise<HttpAnswer> {
    return this.send({ ...request, exactNumbers: true }, subject, context);
  }

  /**
   * Sends a change, and gives back whatever is answered.
   *
   * @throws {ProviderError} as the HTTP client does
   */
  change(request: HttpRequest, subject: string, context: HttpContext): Promise<HttpAnswer> {
    return this.send({ ...request, exactNumbers: true }, subject, context);
  }

  /** A token may be withdrawn before it expires: one new one is tried. A change too, for a 401 has done nothing. */
  private async send(request: HttpRequest, subject: string, context: HttpContext): Promise<HttpAnswer> {
    const { tokens } = this.options;
    const token = await tokens?.token(context);
    let answer = await this.try(withToken(request, token), context);
    if (answer.status === 401 && tokens !== undefined && token !== undefined) {
      answer = await this.try(withToken(request, await tokens.renew(token, context)), context);
    }
    if (answer.status !== 401) return answer;
    throw new CredentialsInvalid(`F&O refuses the token for ${subject}, also a new one.`);
  }

  private async try(request: HttpRequest, context: HttpContext): Promise<HttpAnswer> {
    try {
      return await this.options.http.json(request, context);
    } catch (error) {
      if (error instanceof RateLimited) this.options.limited?.(error.retryAfter ?? 0);
      throw error;
    }
  }
}

export function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status <= 299;
}

function withToken(request: HttpRequest, token: string | undefined): HttpRequest {
  return token === undefined ? request : { ...request, token };
}

export function readHeaders(pageSize: number | undefined): Readonly<Record<string, string>> {
  const headers = { accept: 'application/json;odata.metadata=minimal', 'odata-maxversion': '4.0' };
  // Whether F&O heeds this is not proven (facts page 1.4); without it a page has up to 10,000 rows.
  return pageSize === undefined ? headers : { ...headers, prefer: `odata.maxpagesize=${pageSize}` };
}
