/** A JSON text as a tree that has lost nothing: every digit of a number, and names that objects are born with. */
export type JsonTree =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** As it was written: `1e400` and `9007199254740993` are for the reader of the property to judge. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'list'; readonly items: readonly JsonTree[] }
  | JsonObject;

export interface JsonObject {
  readonly kind: 'object';
  /** In the order of the text. */
  readonly members: ReadonlyMap<string, JsonTree>;
}
