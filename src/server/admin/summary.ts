/** What a handler of the admin API says of itself in the OpenAPI document. */
import { SetMetadata } from '@nestjs/common';

export interface HandlerSummary {
  /** One sentence. */
  readonly text: string;
  /** What the answer holds, by media type; absent where it is the JSON of what the handler returns. */
  readonly content?: Readonly<Record<string, string>>;
}

/** Where Nest keeps it. */
export const SUMMARY = 'summary';

/** On every handler. */
export const Summary = (text: string, content?: HandlerSummary['content']): ReturnType<typeof SetMetadata> =>
  SetMetadata(SUMMARY, { text, ...(content === undefined ? {} : { content }) } satisfies HandlerSummary);
