/** Faults of a configuration: collected as they are found, told all at once, each with its place in the file. */

/** Where something stands in the configuration: names of keys, and numbers of list items. */
export type Path = readonly (string | number)[];

export interface ConfigurationFault {
  /** Absent for a fault of the environment. */
  readonly file?: string;
  /** Counted from 1, as editors do. Absent if the file could not be read at all. */
  readonly line?: number;
  readonly column?: number;
  /** `services.sales.auth.keys[0].secret`, or the name of an environment variable; empty for the file as a whole. */
  readonly path: string;
  /** Holds no value of the file or the environment, so that no secret can be in it. */
  readonly message: string;
}

/** @example 'gateway.yaml:12:5 services.sales.timeout: must be a duration like 25s' */
export function faultText({ file, line, column, path, message }: ConfigurationFault): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${[place, path].filter((part) => part !== '').join(' ')}: ${message}`;
}

/** @example pathText(['services', 'sales', 'auth', 'keys', 0]) // 'services.sales.auth.keys[0]' */
export function pathText(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');
}

/** Collects faults; of each place only the first counts, because the others follow from it. */
export class FaultCollector {
  private readonly messages = new Map<string, { readonly path: Path; readonly message: string }>();
  private readonly settled = new Set<string>();

  add(path: Path, message: string): void {
    const key = pathKey(path);
    if (this.settled.has(key)) return;
    this.settled.add(key);
    this.messages.set(key, { path, message });
  }

  /** From now on nothing more is said of this place: what is wrong there was said in other words. */
  settle(path: Path): void {
    this.settled.add(pathKey(path));
  }

  get all(): readonly { readonly path: Path; readonly message: string }[] {
    return [...this.messages.values()];
  }
}

/** One text for each path; names may hold dots. */
export function pathKey(path: Path): string {
  return JSON.stringify(path);
}
