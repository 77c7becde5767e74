/** Translates page, count and top into $skip and $top. */
import { elementError } from './fetchxml-error';
import { countingNumber } from './read-attribute';
import type { Translating } from './translating';
import type { XmlElement } from './xml-element';

export interface Window {
  readonly skip: number;
  readonly top: number;
}

/** The default and largest page of FetchXML (powerapps-docs: fetchxml/page-results.md). */
const LARGEST_PAGE = 5_000;
/** Without a paging cookie Dataverse pages through no more than 50,000 rows (same page). */
const LARGEST_PAGE_NUMBER = 50_000;
/** What a user's settings say if they are never touched (dataverse-client 1.5). */
const GRID_PAGE = 50;

const GRID_NOTE =
  `The view names no number of rows: $top=${GRID_PAGE} is the first page of a grid with the user's default settings. A grid adds ` +
  "$count=true where the data source says 'Return inline count'.";
const COOKIE_NOTE =
  'The paging cookie is not sent: a data source with client-side paging counts rows from the beginning.';

/** Client-side paging, the default of data sources (dataverse-client 2.5): a page is so many rows after so many. */
export function translateWindow(fetch: XmlElement, { note }: Pick<Translating, 'note'>): Window {
  const top = countingNumber(fetch, 'top', LARGEST_PAGE);
  const count = countingNumber(fetch, 'count', LARGEST_PAGE);
  const page = countingNumber(fetch, 'page', LARGEST_PAGE_NUMBER);
  if (fetch.attributes.has('paging-cookie')) note(COOKIE_NOTE);
  if (top !== undefined) {
    if (count === undefined && page === undefined) return { skip: 0, top };
    throw elementError(
      'InvalidFetchXml',
      fetch,
      'top has no place beside count and page. Take one or the other.',
    );
  }
  if (count === undefined && page === undefined) {
    note(GRID_NOTE);
    return { skip: 0, top: GRID_PAGE };
  }
  const size = count ?? LARGEST_PAGE;
  return { skip: ((page ?? 1) - 1) * size, top: size };
}
