/** Runs something that must be refused, and gives the refusal back to look at. */

import { ODataSyntaxError } from '../../../src/odata/syntax/syntax-error';

export function refusalOf(run: () => unknown): ODataSyntaxError {
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    if (error instanceof ODataSyntaxError) return error;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(result)}`);
}
