/** The parameters of `application/json` and their values (JSON Format 4.01, 3), in lower case, for answers and bodies alike. */

/** The name as 4.01 has it, without the `odata.` that 4.0 puts before it; `name` is in lower case already. */
export function jsonParameterName(name: string): string {
  return name.replace(/^odata\.(?=metadata$|streaming$)/, '');
}

const switches = ['true', 'false'];

/** `exponentialdecimals` lets a service write `1e-6`; ours never needs to, so either value will do. */
export const jsonParameters: ReadonlyMap<string, readonly string[]> = new Map([
  ['metadata', ['none', 'minimal', 'full']],
  ['streaming', switches],
  ['ieee754compatible', switches],
  ['exponentialdecimals', switches],
  ['charset', ['utf-8']],
]);
