/** The administrator's key: in this tab only, gone when it is closed. */

const STORED_UNDER = 'vtg-admin-key';

export interface HeldKey {
  readonly header: string;
  readonly secret: string;
}

export function heldKey(): HeldKey | undefined {
  const [header, secret] = (sessionStorage.getItem(STORED_UNDER) ?? '').split('\n');
  return header === undefined || secret === undefined ? undefined : { header, secret };
}

export function holdKey({ header, secret }: HeldKey): void {
  sessionStorage.setItem(STORED_UNDER, `${header}\n${secret}`);
}

export function dropKey(): void {
  sessionStorage.removeItem(STORED_UNDER);
}
