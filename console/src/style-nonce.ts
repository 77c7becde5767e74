/** The nonce that lets the style elements of Mantine through the content security policy; the gateway writes a new one into each page. */

declare global {
  // The name by which `get-nonce` looks for it, on behalf of the lock on scrolling behind an open dialog.
  var __webpack_nonce__: string | undefined;
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
globalThis.__webpack_nonce__ = nonce;

export function styleNonce(): string {
  return nonce;
}
