/** A request target as it came, in parts that can be read: where its path ends, and what each of its options says. */

export interface TargetParts {
  /** Decoded. */
  readonly path: string;
  /** As they came; undefined where there is no question mark. */
  readonly options: readonly string[] | undefined;
}

export function splitTarget(target: string): TargetParts {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: decoded(target), options: undefined };
  return { path: decoded(target.slice(0, mark)), options: target.slice(mark + 1).split('&') };
}

export interface OptionParts {
  readonly name: string;
  /** The same as system query options are compared: without the dollar sign, in small letters. */
  readonly system: string;
  readonly value: string;
}

/** What has no equals sign has no name. */
export function splitOption(option: string): OptionParts {
  const equals = option.indexOf('=');
  const name = decoded(option.slice(0, Math.max(0, equals)));
  const value = decoded(option.slice(equals + 1).replaceAll('+', ' '));
  return { name, system: name.replace(/^\$/, '').toLowerCase(), value };
}

export function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // One broken escape must not hide the quotes that tell texts from names.
    return text.replace(/%([\da-f]{2})/gi, (escape: string, digits: string) => {
      const code = parseInt(digits, 16);
      return code < 0x80 ? String.fromCharCode(code) : escape;
    });
  }
}
