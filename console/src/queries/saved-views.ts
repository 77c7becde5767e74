/** Views that an administrator has named: kept in this browser, and each is no more than an address. */

const STORED_UNDER = 'vtg-views';

export interface SavedView {
  readonly name: string;
  /** The query part of the page's address. */
  readonly search: string;
}

export function readViews(): readonly SavedView[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORED_UNDER) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isView) : [];
  } catch {
    return [];
  }
}

export function saveView(view: SavedView): readonly SavedView[] {
  return keep([...readViews().filter(({ name }) => name !== view.name), view]);
}

export function removeView(name: string): readonly SavedView[] {
  return keep(readViews().filter((view) => view.name !== name));
}

function keep(views: readonly SavedView[]): readonly SavedView[] {
  localStorage.setItem(STORED_UNDER, JSON.stringify(views));
  return views;
}

function isView(value: unknown): value is SavedView {
  const { name, search } = (value ?? {}) as Partial<SavedView>;
  return typeof name === 'string' && typeof search === 'string';
}
