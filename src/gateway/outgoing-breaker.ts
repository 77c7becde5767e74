/**
 * Stops asking a source that fails, lets one request at a time try it again, and goes on when the source has answered that.
 *
 * Our own and not cockatiel's: that one reads the system's clock, lets callers wait for a probe where ours are told at once,
 * takes a probe whose caller left for a success, and does not say when it asks again.
 */
import { Unavailable } from '../provider-sdk/index';
import { RecentCounts } from './recent-counts';

/** When a source is left alone, and for how long. */
export interface BreakerLimits {
  /** Of the calls of the last ten seconds, so many percent must have failed. */
  readonly failurePercent: number;
  /** Fewer calls in ten seconds prove nothing. */
  readonly calls: number;
  /** Milliseconds until the source is tried again; twice as many after each probe that failed. */
  readonly pause: number;
  readonly longestPause: number;
}

/** As resilience4j and Polly have it, but for the pauses that grow. */
export const standardBreaker: BreakerLimits = {
  failurePercent: 50,
  calls: 20,
  pause: 5_000,
  longestPause: 60_000,
};

/** What a call tells of its source; `nothing`, where the source was neither well nor to blame. */
export type Sign = 'answers' | 'fails' | 'nothing';

/** `probing`: one request is out to see whether the source is back. */
export type BreakerStatus =
  | { readonly state: 'closed' | 'probing' }
  /** `until`: when the source is tried again, in milliseconds since 1970. */
  | { readonly state: 'open'; readonly until: number };

/** As administrators see it. */
export type BreakerView = BreakerStatus & {
  readonly origin: string;
  /** Calls of the last ten seconds, and those among them that failed. */
  readonly calls: number;
  readonly failures: number;
};

export interface BreakerSurroundings {
  readonly origin: string;
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** A random number from 0 to below 1. */
  readonly random: () => number;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/** Pauses are up to so much shorter, so that instances which stopped together do not come back together. */
const JITTER = 0.2;
/** What a probe is given before those who are refused meanwhile should ask again, in milliseconds. */
const PROBE_TIME = 1_000;

export class OutgoingBreaker {
  private status: BreakerStatus = { state: 'closed' };
  private readonly recent: RecentCounts<'answers' | 'fails'>;
  /** Goes up whenever the status changes. */
  private period = 0;
  private failedProbes = 0;
  /** Why the source is not asked, in words. */
  private reason = '';
  private stoppedAt = 0;

  constructor(
    private readonly limits: BreakerLimits,
    private readonly surroundings: BreakerSurroundings,
  ) {
    this.recent = new RecentCounts(['answers', 'fails'], surroundings.now);
  }

  /** Whether {@link admit} would refuse. */
  isShut(): boolean {
    return this.timeShut() !== undefined;
  }

  /**
   * Lets one call pass. It must come back with its permit to {@link ended}.
   *
   * @param isCheck a person wants to know: it passes in any case, and what it tells is told by a probe
   * @throws {Unavailable} while the source is not asked
   */
  admit(isCheck = false): number {
    const shut = this.timeShut();
    if (shut !== undefined && !isCheck) throw this.refusal(shut);
    if (this.status.state === 'open') this.become({ state: 'probing' });
    return this.period;
  }

  /** Why a call that was let pass and then waited for a connection must not be sent any more. */
  revoked(permit: number): Unavailable | undefined {
    if (permit === this.period || this.status.state === 'closed') return undefined;
    return this.refusal(this.timeShut() ?? 0);
  }

  /** A call that began before the status changed tells of a time that is over. */
  ended(permit: number, sign: Sign): void {
    if (permit !== this.period) return;
    if (this.status.state === 'probing') this.probed(sign);
    else if (sign !== 'nothing') this.count(sign);
  }

  view(): BreakerView {
    const failures = this.recent.sum('fails');
    const calls = failures + this.recent.sum('answers');
    return { ...this.status, origin: this.surroundings.origin, calls, failures };
  }

  /** By hand: the source is asked again from now on. */
  close(): void {
    if (this.status.state !== 'closed') this.resume('is asked again because an administrator wants it so');
  }

  /** Milliseconds until it makes sense to come back; undefined if the next call may pass. */
  private timeShut(): number | undefined {
    switch (this.status.state) {
      case 'closed':
        return undefined;
      case 'probing':
        return PROBE_TIME;
      case 'open': {
        const left = this.status.until - this.surroundings.now();
        return left > 0 ? left : undefined;
      }
    }
  }

  private refusal(milliseconds: number): Unavailable {
    const next =
      this.status.state === 'probing'
        ? 'One request is trying it now.'
        : `It asks again in ${secondsText(milliseconds)}.`;
    return new Unavailable(
      `Not sent: the gateway has stopped asking ${this.surroundings.origin}, ${this.reason}. ${next}`,
      { retryAfter: milliseconds },
    );
  }

  private count(sign: 'answers' | 'fails'): void {
    this.recent.count(sign);
    if (sign === 'answers') return;
    const failures = this.recent.sum('fails');
    const calls = failures + this.recent.sum('answers');
    if (calls < this.limits.calls || failures * 100 < calls * this.limits.failurePercent) return;
    this.reason = `of whose last ${calls} calls ${failures} failed`;
    this.stoppedAt = this.surroundings.now();
    const pause = this.pause();
    const { log, origin } = this.surroundings;
    log('warn', `stops asking ${origin}, ${this.reason}; it is tried again in ${secondsText(pause)}`);
  }

  private probed(sign: Sign): void {
    switch (sign) {
      case 'answers':
        return this.resume('answers again');
      case 'fails':
        this.failedProbes += 1;
        this.pause();
        return;
      case 'nothing':
        // Its caller left, or the like: the next request is the probe.
        this.become({ state: 'open', until: this.surroundings.now() });
    }
  }

  /** @returns milliseconds */
  private pause(): number {
    const { pause, longestPause } = this.limits;
    const longest = Math.min(longestPause, pause * 2 ** this.failedProbes);
    const milliseconds = Math.round(longest * (1 - JITTER * this.surroundings.random()));
    this.become({ state: 'open', until: this.surroundings.now() + milliseconds });
    return milliseconds;
  }

  private resume(how: string): void {
    this.failedProbes = 0;
    this.recent.clear();
    this.become({ state: 'closed' });
    const { log, origin, now } = this.surroundings;
    log('info', `${origin} ${how}; it was left alone for ${secondsText(now() - this.stoppedAt)}`);
  }

  private become(status: BreakerStatus): void {
    this.status = status;
    this.period += 1;
  }
}

function secondsText(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1_000)} s`;
}
