/** The pieces of an answer, texts and bytes, that are put together once. */

export type Piece = string | Uint8Array;

/** In bytes. */
export function sizeOf(piece: Piece): number {
  return typeof piece === 'string' ? Buffer.byteLength(piece) : piece.byteLength;
}

/** One buffer for all: each piece is copied into it, and nowhere else. */
export function joinPieces(pieces: readonly Piece[]): Uint8Array {
  const joined = Buffer.allocUnsafe(pieces.reduce((size, piece) => size + sizeOf(piece), 0));
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') at += joined.write(piece, at);
    else {
      joined.set(piece, at);
      at += piece.byteLength;
    }
  }
  return joined;
}

export function holdsText(piece: Piece, text: string): boolean {
  return typeof piece === 'string' ? piece.includes(text) : viewOf(piece).includes(text);
}

export function asText(piece: Piece): string {
  return typeof piece === 'string' ? piece : viewOf(piece).toString('utf8');
}

export function asBase64Url(piece: Piece): string {
  return Buffer.from(piece).toString('base64url');
}

/** The same bytes, not a copy. */
function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
