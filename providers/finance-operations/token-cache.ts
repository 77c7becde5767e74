/** Keeps one access token for all calls of a connection: fetched once however many wait, renewed before it expires. */
import { DeadlineExceeded, type HttpContext } from '../../src/provider-sdk/index';

export interface AccessToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export type FetchToken = () => Promise<AccessToken>;

const EARLY = 5 * 60_000;

/** Node fires a longer timer at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export class TokenCache {
  private current: (AccessToken & { readonly renewAt: number }) | undefined;
  private flight: Promise<AccessToken> | undefined;

  constructor(
    private readonly fetchToken: FetchToken,
    private readonly now: () => number,
  ) {}

  /** A valid token. Near its end it still serves, while the next one is fetched behind it. */
  async token(context: HttpContext): Promise<string> {
    const current = this.current;
    if (current === undefined || current.expires <= this.now()) return this.fetched(context);
    if (current.renewAt <= this.now()) this.fetch().catch(() => undefined);
    return current.token;
  }

  /** Another token than the one that was refused; others may have renewed it in the meantime. */
  async renew(refused: string, context: HttpContext): Promise<string> {
    if (this.current?.token === refused) this.current = undefined;
    return this.current?.token ?? this.fetched(context);
  }

  private async fetched(context: HttpContext): Promise<string> {
    const { token } = await withinDeadline(this.fetch(), context);
    return token;
  }

  /** The flight belongs to nobody: a caller who gives up does not end it for the others. */
  private fetch(): Promise<AccessToken> {
    this.flight ??= this.fetchToken()
      .then((token) => {
        // A token that lives shortly is renewed at half its life.
        const early = Math.min(EARLY, (token.expires - this.now()) / 2);
        this.current = { ...token, renewAt: token.expires - early };
        return token;
      })
      .finally(() => {
        this.flight = undefined;
      });
    return this.flight;
  }
}

/** Waits for work that goes on without this caller, but not beyond the caller's own time. */
function withinDeadline<T>(work: Promise<T>, { signal, deadline }: HttpContext): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => {
      stop();
      reject(
        signal.aborted
          ? signal.reason
          : new DeadlineExceeded('The time was over before the gateway had signed in to F&O.'),
      );
    };
    const timer = setTimeout(giveUp, Math.min(Math.max(0, deadline - Date.now()), LONGEST_TIMER));
    const stop = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    };
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    work.then(resolve, reject).finally(stop);
  });
}
