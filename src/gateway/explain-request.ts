/** Explains what a caller or a view would ask for: an error of the request itself is part of the explanation. */
import { RequestError } from '../errors';
import type { TranslatedFetchXml } from '../fetchxml/translate-fetchxml';
import { type Explanation, explainRead } from './explain-read';
import type { OpenService } from './open-service';
import { translateView } from './translate-view';

/** Path and query below the service root, or the FetchXML of a view. */
export type Explainable = { readonly target: string } | { readonly fetchXml: string };

export interface ExplainedRequest {
  /** The OData that the view becomes. */
  readonly query?: TranslatedFetchXml;
  readonly explanation?: Explanation;
  /** What the request itself would get before its source is read; what is above was found out before. */
  readonly error?: RequestError;
}

/** @throws {ProviderError} while a source is down: that is no fault of the request */
export async function explainRequest(asked: Explainable, service: OpenService): Promise<ExplainedRequest> {
  let query: TranslatedFetchXml | undefined;
  try {
    if ('fetchXml' in asked) query = await translateView(asked.fetchXml, service);
    const target = 'target' in asked ? asked.target : (query?.target ?? '');
    const explanation = await explainRead(target, service);
    return { ...(query === undefined ? {} : { query }), explanation };
  } catch (error) {
    if (!(error instanceof RequestError) || error.status >= 500) throw error;
    return { ...(query === undefined ? {} : { query }), error };
  }
}
