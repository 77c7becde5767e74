/** Makes context URLs: what an answer's JSON describes, as a link into `$metadata` (Protocol 4.01, 10). */

export type ContextTarget =
  | { readonly kind: 'service' }
  /** `selected`: the text of `$select`; absent = everything. */
  | {
      readonly kind: 'collection' | 'entity';
      readonly entitySet: string;
      readonly selected?: string | undefined;
    }
  | {
      readonly kind: 'property';
      readonly entitySet: string;
      readonly key: string;
      readonly property: string;
    };

/**
 * @param serviceRoot the public address of the service, with a slash at its end
 *
 * @example `https://gw.example.com/odata/main/$metadata#Customers(Id,Name)/$entity`
 */
export function contextUrl(serviceRoot: string, target: ContextTarget): string {
  const fragment = fragmentOf(target);
  return `${serviceRoot}$metadata${fragment === '' ? '' : `#${fragment}`}`;
}

/** Names stand there as they are: the fragment must not be percent-encoded (JSON Format 4.01, 4.6.1). */
function fragmentOf(target: ContextTarget): string {
  switch (target.kind) {
    case 'service':
      return '';
    case 'collection':
      return `${target.entitySet}${selection(target.selected)}`;
    case 'entity':
      return `${target.entitySet}${selection(target.selected)}/$entity`;
    case 'property':
      return `${target.entitySet}(${target.key})/${target.property}`;
  }
}

function selection(selected: string | undefined): string {
  return selected === undefined ? '' : `(${selected.replace(/\s+/g, '')})`;
}
