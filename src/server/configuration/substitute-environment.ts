/** Fills `${NAME}` in a text from the environment. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** Stand for the braces of `${NAME}` while YAML is parsed: two of the characters that no text ever holds (Unicode 23.7). */
const openBrace = '\ufdd0';
const closeBrace = '\ufdd1';

/**
 * Hides the braces of `${NAME}` from YAML, to which they would begin a section inside of `{ }` and `[ ]`. Every character
 * keeps its place.
 */
export function hideReferences(text: string): string {
  return text.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, `$$${openBrace}$1${closeBrace}`);
}

/** Brings the braces back. */
export function showReferences(text: string): string {
  return text.replaceAll(openBrace, '{').replaceAll(closeBrace, '}');
}

type Substitution =
  | { readonly text: string; readonly substituted: boolean }
  /** Names variables, never their values. */
  | { readonly fault: string };

/**
 * Every `${NAME}` replaced; `$${` stands for `${` itself, and a `$` before anything else for itself.
 *
 * @example substituteEnvironment('key ${A}, price $${A}', { A: '1' }) // { text: 'key 1, price ${A}', substituted: true }
 */
export function substituteEnvironment(text: string, environment: Environment): Substitution {
  let fault: string | undefined;
  let substituted = false;
  const result = text.replaceAll(
    /(\$)?\$\{([^}]*)(\})?/g,
    (whole, escape: string | undefined, name: string, end) => {
      if (escape !== undefined) return whole.slice(1);
      if (end === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        fault ??= 'has a ${ that does not begin a name like ${NAME}; write $${ for the characters themselves';
        return whole;
      }
      const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
      if (value === undefined) fault ??= `needs the environment variable ${name}, which is not set`;
      substituted = true;
      return value ?? '';
    },
  );
  return fault === undefined ? { text: result, substituted } : { fault };
}
