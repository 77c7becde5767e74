/** Counts what the code under test holds, after a full collection: no list of places to look at can then miss one. */
import { type Runtime, Session } from 'node:inspector';

export interface Held {
  /** Functions are none. */
  readonly objects: number;
  /** In all maps and sets together, private ones too. */
  readonly entries: number;
}

/** Made in the realm of the caller, which in Jest is not Node's own: the inspector counts those of one realm. */
export function countHeld(): Held {
  const session = new Session();
  session.connect();
  try {
    const { objectId: prototypeObjectId = '' } = evaluate('Object.prototype', findRealm(session), session);
    const { objects } = post<Runtime.QueryObjectsReturnType>(session, 'Runtime.queryObjects', {
      prototypeObjectId,
    });
    const { result } = post<Runtime.CallFunctionOnReturnType>(session, 'Runtime.callFunctionOn', {
      objectId: objects.objectId,
      functionDeclaration: count,
      returnByValue: true,
    });
    return result.value as Held;
  } finally {
    session.disconnect();
  }
}

/**
 * Of the list of all objects. Prototypes of classes that extend a map have no size. Functions are left out: the timer that
 * ends a change holds one until then, and how many of these wait depends on how quick the machine is.
 */
const count = `function () {
  const sizes = this.map((each) => {
    const isMap = (each instanceof Map || each instanceof Set) && !Object.hasOwn(each, 'constructor');
    return isMap ? each.size : 0;
  });
  const objects = this.filter((each) => typeof each !== 'function').length;
  return { objects, entries: sizes.reduce((sum, size) => sum + size, 0) };
}`;

const MARK = 'theRealmThatIsCounted';

function findRealm(session: Session): number {
  const realms: number[] = [];
  session.on('Runtime.executionContextCreated', ({ params }) => realms.push(params.context.id));
  session.post('Runtime.enable');
  Object.assign(globalThis, { [MARK]: true });
  const realm = realms.find((each) => evaluate(`globalThis.${MARK}`, each, session).value === true);
  if (realm === undefined) throw new Error('The inspector does not know the realm of this test.');
  return realm;
}

function evaluate(expression: string, contextId: number, session: Session): Runtime.RemoteObject {
  return post<Runtime.EvaluateReturnType>(session, 'Runtime.evaluate', { expression, contextId }).result;
}

/** The inspector of one's own thread answers at once. */
function post<Answer>(session: Session, method: string, parameters: object): Answer {
  let answer: Answer | undefined;
  session.post(method, parameters, (failed, given) => {
    if (failed !== null) throw failed;
    answer = given as Answer;
  });
  if (answer === undefined) throw new Error(`The inspector gave no answer to ${method}.`);
  return answer;
}
