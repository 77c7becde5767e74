/** What an administrator may have explained: a URL of a service, or the FetchXML of a view. */
import 'reflect-metadata';
import { IsString, Length, ValidateIf } from 'class-validator';
import { Described } from '../configuration/rules';
import { IfGiven, IsName, IsShortText, LONGEST_URL } from './request-rules';

/** Views are smaller; beyond that nobody reads an explanation. */
const LONGEST_VIEW = 256 * 1_024;

const NOTHING_GIVEN = 'url must be text, unless fetchXml is given';

/** In a query: `?service=demo&url=Customers?$filter=…`, or the whole URL alone. */
export class ExplainUrlRequest {
  @IsShortText()
  service?: string;

  @Described('Path and query below the service root, or the whole URL.')
  @IsString()
  @Length(1, LONGEST_URL)
  url!: string;
}

/** In a body: one of `url` and `fetchXml`. */
export class ExplainRequest {
  @IsName()
  service!: string;

  @Described('Path and query below the service root, or the whole URL.')
  @ValidateIf(({ fetchXml, url }: ExplainRequest) => fetchXml === undefined || url !== undefined)
  @IsString({ message: NOTHING_GIVEN })
  @Length(1, LONGEST_URL, { message: NOTHING_GIVEN })
  url?: string;

  @Described('In place of a URL: what the view of a table asks for.')
  @IfGiven()
  @IsString()
  @Length(1, LONGEST_VIEW)
  fetchXml?: string;
}
