/** Carries out a changing request, or lets it go wrong at the point that a switch names. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, emptyAnswer, htmlPage } from '../http/answer';
import type { SimulatorOptions, WriteFault } from '../options';
import { internalError, type Outcome } from './apply-fault';
import { outOfResources } from './throttle';

type Execute = () => Promise<Answer>;

/** `receive` waits for the body and gives what is then to be executed. */
export async function performWrite(
  fault: WriteFault,
  receive: () => Promise<Execute>,
  { writeDelay, throttleRetryAfter }: SimulatorOptions,
): Promise<Outcome> {
  if (fault === 'reset-on-head') return { kind: 'cut' };
  const execute = await receive();
  switch (fault) {
    case 'none':
      return answered(await execute());
    case 'reset-on-body':
      return { kind: 'cut' };
    case 'hang':
      return { kind: 'hang' };
    case 'refuse-401':
      return answered(emptyAnswer(401, { 'www-authenticate': 'Bearer' }));
    case 'refuse-429':
      return answered(outOfResources(throttleRetryAfter));
    case 'refuse-503':
      return answered(unavailable(throttleRetryAfter));
    case 'late':
      // Nobody is told how it ends.
      wait(writeDelay, undefined, { ref: false })
        .then(execute)
        .catch(() => undefined);
      return { kind: 'hang' };
    case 'executed-reset':
    case 'executed-reset-in-head':
    case 'executed-reset-in-body':
    case 'executed-hang':
    case 'executed-502':
    case 'executed-500':
      return afterExecution(fault, await execute());
  }
}

type Executed = Extract<WriteFault, `executed-${string}`>;

function afterExecution(fault: Executed, answer: Answer): Outcome {
  switch (fault) {
    case 'executed-reset':
      return { kind: 'cut' };
    case 'executed-reset-in-head':
      return { kind: 'reset-in-head', answer };
    case 'executed-reset-in-body':
      // A 204 cannot announce a body.
      return { kind: 'reset', answer: answer.status === 204 ? { ...answer, status: 200 } : answer };
    case 'executed-hang':
      return { kind: 'hang' };
    case 'executed-502':
      return answered(htmlPage(502, 'Bad Gateway'));
    case 'executed-500':
      return answered(internalError());
  }
}

function answered(answer: Answer): Outcome {
  return { kind: 'answer', answer };
}

function unavailable(retryAfter: number): Answer {
  const page = htmlPage(503, 'Service Unavailable');
  return { ...page, headers: { ...page.headers, 'retry-after': String(retryAfter) } };
}
