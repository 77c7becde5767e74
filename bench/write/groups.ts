/** The entity set whose rows are changed, as the gateway shows it and as the source knows it. */

export interface GroupsOptions {
  /** Where the source is. */
  readonly source: number;
  /** Lines before `connections`. */
  readonly settings?: string;
}

export function groupsConfiguration({ source, settings = '' }: GroupsOptions): string {
  return `${settings}
connections:
  contoso: { provider: finance-operations, url: 'http://127.0.0.1:${source}', credential: { kind: none } }
services:
  bench:
    auth: none
    entitySets:
      CustomerGroups: { connection: contoso, template: CustomerGroups, write: [insert, update], cache: { ttl: 1h } }
      PaymentTerms: { connection: contoso, template: PaymentTerms }
`;
}

export const GROUPS = '/odata/bench/CustomerGroups';

/** A row under both of its addresses. */
export interface Group {
  /** At the gateway. */
  readonly path: string;
  readonly sourcePath: string;
}

/** Some rows that are there from the start. */
export async function listGroups(
  gateway: { readonly port: number },
  count: number,
): Promise<readonly Group[]> {
  const query = `$filter=Company%20eq%20'usmf'&$select=CustomerGroupId&$top=${count}`;
  const answer = await fetch(`http://127.0.0.1:${gateway.port}${GROUPS}?${query}`);
  const { value } = (await answer.json()) as {
    readonly value: readonly { readonly Id: string; readonly CustomerGroupId: string }[];
  };
  return value.map(({ Id, CustomerGroupId: group }) => ({
    path: `${GROUPS}(${Id})`,
    sourcePath: `/data/CustomerGroups(dataAreaId='usmf',CustomerGroupId='${encodeURIComponent(group)}')?cross-company=true`,
  }));
}
