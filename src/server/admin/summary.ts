/** What a handler of the admin API says of itself in the OpenAPI document. */
import { SetMetadata } from '@nestjs/common';

export interface HandlerSummary {
  /** One sentence. */
  readonly text: string;
  /** Of the answer; what has no body names none. */
  readonly mediaTypes: readonly string[];
}

/** Where Nest keeps it. */
export const SUMMARY = 'summary';

/** On every handler. @param mediaTypes of the answer, if it is something else than JSON */
export const Summary = (text: string, ...mediaTypes: readonly string[]): ReturnType<typeof SetMetadata> =>
  SetMetadata(SUMMARY, {
    text,
    mediaTypes: mediaTypes.length === 0 ? ['application/json'] : mediaTypes,
  } satisfies HandlerSummary);
