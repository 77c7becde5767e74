/** Translates a view's FetchXML for one service, as of now. */
import { translateFetchXml, type TranslatedFetchXml } from '../fetchxml/translate-fetchxml';
import type { OpenService } from './open-service';
import { nowText } from './request-instant';

/**
 * What Dataverse would ask this service for to show the view; {@link explainRead} says how that is answered.
 *
 * @throws {RequestError | ProviderError} for FetchXML that has no counterpart, or while a source is down
 */
export async function translateView(
  fetchXml: string,
  service: Pick<OpenService, 'model'>,
): Promise<TranslatedFetchXml> {
  return translateFetchXml(fetchXml, await service.model(), nowText());
}
