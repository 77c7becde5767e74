/** Refuses requests as an overloaded environment does. */
import { type Answer, htmlPage, odataError } from '../http/answer';
import type { SimulatorOptions } from '../options';

interface Spent {
  /** When the request ended. */
  readonly at: number;
  readonly milliseconds: number;
}

/** What one client has used of the limits per user. */
interface Usage {
  /** In the order of their ends. */
  readonly spent: Spent[];
  running: number;
}

export class Throttle {
  readonly #options: SimulatorOptions;
  readonly #usage = new Map<string, Usage>();
  /** Refusals in a row, by which the growing mode doubles. */
  #refusals = 0;

  constructor(options: SimulatorOptions) {
    this.#options = options;
  }

  /** The refusal for this request, if it gets one. */
  refuse(clientId: string): Answer | undefined {
    switch (this.#options.throttle) {
      case 'off':
        this.#refusals = 0;
        return undefined;
      case 'resource':
        return this.#countDown(() => outOfResources(this.#options.throttleRetryAfter));
      case 'growing':
        return this.#countDown(() =>
          outOfResources(this.#options.throttleRetryAfter * 2 ** this.#refusals++),
        );
      case 'html-502':
        return this.#countDown(() => htmlPage(502, 'Bad Gateway'));
      case 'user-limits':
        return this.#checkUsage(this.#usageOf(clientId));
    }
  }

  /** Notes that a request has begun; the function returned notes its end. */
  begin(clientId: string): () => void {
    const usage = this.#usageOf(clientId);
    const begun = Date.now();
    usage.running++;
    return () => {
      usage.running--;
      const at = Date.now();
      usage.spent.push({ at, milliseconds: at - begun });
    };
  }

  #countDown(refusal: () => Answer): Answer | undefined {
    if (this.#options.throttleRequests <= 0) {
      this.#refusals = 0;
      return undefined;
    }
    this.#options.throttleRequests--;
    return refusal();
  }

  #usageOf(clientId: string): Usage {
    const usage = this.#usage.get(clientId) ?? { spent: [], running: 0 };
    this.#usage.set(clientId, usage);
    const from = Date.now() - this.#options.userLimits.windowSeconds * 1000;
    // Nearly always there is nothing to drop, and thousands of requests are in a window.
    const kept = usage.spent.findIndex(({ at }) => at > from);
    usage.spent.splice(0, kept < 0 ? usage.spent.length : kept);
    return usage;
  }

  #checkUsage(usage: Usage): Answer | undefined {
    const { requests, executionSeconds, concurrent, windowSeconds } = this.#options.userLimits;
    const over = `over the time window of ${windowSeconds} seconds.`;
    if (usage.running >= concurrent) {
      return tooMany(`Number of concurrent requests exceeded the limit of ${concurrent}.`, windowSeconds);
    }
    if (usage.spent.length + usage.running >= requests) {
      return tooMany(`Number of requests exceeded the limit of ${requests} ${over}`, windowSeconds);
    }
    const milliseconds = usage.spent.reduce((sum, each) => sum + each.milliseconds, 0);
    if (milliseconds < executionSeconds * 1000) return undefined;
    return tooMany(
      `Combined execution time of incoming requests exceeded the limit of ${executionSeconds} seconds ${over} ` +
        'Decrease the number of concurrent requests or reduce the duration of requests and try again later.',
      windowSeconds,
    );
  }
}

/** The only kind of throttling that today's environments have; inside a batch it comes part by part. */
export function outOfResources(seconds: number): Answer {
  return tooMany(
    'This request could not be processed at this time due to system experiencing high resource utilization. ' +
      `Please retry the request after ${seconds} seconds`,
    seconds,
  );
}

function tooMany(message: string, retryAfter: number): Answer {
  const refusal = odataError(429, message);
  return { ...refusal, headers: { ...refusal.headers, 'retry-after': String(retryAfter) } };
}
