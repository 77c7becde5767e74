/** Writes a query as the target of a request, in the spelling of Dataverse's client (dataverse-client 2.2). */

export interface QueryOption {
  /** `$filter` */
  readonly name: string;
  /** Decoded. */
  readonly value: string;
}

/** `Customers?$filter=Name%20eq%20'O''Neil'&$top=50`, relative to the service root. */
export function writeTarget(entitySet: string, options: readonly QueryOption[]): string {
  const query = options.map(({ name, value }) => `${name}=${encode(value)}`).join('&');
  return `${encodeURIComponent(entitySet)}?${query}`;
}

/** Everything that could end the value or the URL is encoded; quotes, brackets and commas stay as they are. */
function encode(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',');
}
