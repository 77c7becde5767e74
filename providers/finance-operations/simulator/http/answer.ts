/** An answer before it is sent, and the shapes that F&O gives to its refusals. */

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The text, or its pieces in order when it is long. */
  readonly body: string | Iterable<string>;
  /** What the database had to do for it; the latency profile turns that into time. */
  readonly work?: { readonly columns: number; readonly expandedRows: number };
}

/** Thrown where a request cannot be answered; carries the answer to send. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

const JSON_TYPE = 'application/json; odata.metadata=minimal';
const EXECUTOR =
  '\r\n   at System.Web.Http.Controllers.ReflectedHttpActionDescriptor.ActionExecutor.Execute(Object instance)';
const READ_TRACE = `   at Microsoft.Dynamics.Platform.Integration.Services.OData.Query.QueryProcessor.Read(ODataQueryOptions options)${EXECUTOR}`;
const WRITE_TRACE = `   at Microsoft.Dynamics.Platform.Integration.Services.OData.Update.UpdateProcessor.CreateEntity_Save(ChangeOperationContext context)${EXECUTOR}`;

export function jsonAnswer(
  body: string | Iterable<string>,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status: 200, headers: { 'content-type': JSON_TYPE, 'odata-version': '4.0', ...headers }, body };
}

/** The OData error shape (facts page 2.5); a stack trace comes with the inner error, also in production. */
export function odataError(
  status: number,
  message: string,
  inner?: { message: string; type: string; stacktrace?: string },
): Answer {
  const { message: text, type, stacktrace = READ_TRACE } = inner ?? {};
  const innererror = inner === undefined ? {} : { innererror: { message: text, type, stacktrace } };
  return {
    status,
    headers: { 'content-type': JSON_TYPE, 'odata-version': '4.0' },
    body: JSON.stringify({ error: { code: '', message, ...innererror } }),
  };
}

/** A query that does not fit the model: the text is useful, with the prefix that ASP.NET puts before it. */
export function invalidQuery(message: string): Refusal {
  const prefixed = `The query specified in the URI is not valid. ${message}`;
  return new Refusal(odataError(400, prefixed, { message, type: 'Microsoft.OData.ODataException' }));
}

/** A query that is well formed but not supported on this entity: 400 without detail. */
export function unsupportedQuery(): Refusal {
  return new Refusal(odataError(400, 'An error has occurred.'));
}

/** A write that business logic refuses: the useful text is in the inner error (trap 11). */
export function writeFailure(status: number, infoLog: string): Refusal {
  return new Refusal(
    odataError(status, 'An error has occurred.', {
      message: infoLog,
      type: 'Microsoft.Dynamics.Platform.Integration.Services.OData.AxODataWriteException',
      stacktrace: WRITE_TRACE,
    }),
  );
}

/** A body that does not fit the entity. Status and texts are those of Microsoft's OData library (inferred). */
export function invalidBody(message: string): Refusal {
  return new Refusal(
    odataError(400, 'An error has occurred.', {
      message,
      type: 'Microsoft.OData.ODataException',
      stacktrace: WRITE_TRACE,
    }),
  );
}

/** `If-Match` names another version. Only the status is known; clients must not depend on this body. */
export function versionMismatch(): Refusal {
  return new Refusal(
    odataError(412, 'The etag of the record does not match the value in the If-Match header.'),
  );
}

/** A body in another form than JSON (inferred from ASP.NET). */
export function unsupportedMediaType(type: string): Answer {
  const Message = `The request entity's media type '${type}' is not supported for this resource.`;
  return {
    status: 415,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ Message }),
  };
}

/** An unknown set or path: not the OData error shape. */
export function noRoute(url: string): Answer {
  const Message =
    `No HTTP resource was found that matches the request URI '${url}'. ` +
    'No route data was found for this request.';
  return {
    status: 404,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ Message }),
  };
}

/** An unknown key, or the key of another company without `cross-company`. */
export function noSuchRow(): Answer {
  return emptyAnswer(404);
}

export function wholeBody(answer: Answer): string {
  return typeof answer.body === 'string' ? answer.body : [...answer.body].join('');
}

export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: '' };
}

/** What the web server or the front end says by itself: HTML, never JSON. */
export function htmlPage(status: number, title: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=us-ascii' },
    body:
      `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"><HTML><HEAD><TITLE>${title}</TITLE></HEAD>\r\n` +
      `<BODY><h2>${title}</h2><hr><p>HTTP Error ${status}.</p></BODY></HTML>\r\n`,
  };
}

export function methodNotAllowed(method: string, allowed: string): Answer {
  return {
    status: 405,
    headers: { 'content-type': 'application/json; charset=utf-8', allow: allowed },
    body: JSON.stringify({ Message: `The requested resource does not support http method '${method}'.` }),
  };
}
