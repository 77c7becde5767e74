/** Whether a path is of a page, as wouter matches it, but known before anything is drawn. */

/** @example fitsPath('/queries/:id', '/queries/1a2b') // true */
export function fitsPath(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}/?$`, 'i').test(path);
}
