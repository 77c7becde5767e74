/** Annotations of a metadata document, independent of its syntax (CSDL 4.01, 14). */

export interface Annotation {
  /** Qualified. */
  readonly term: string;
  readonly qualifier?: string;
  readonly value: AnnotationValue;
}

export type AnnotationValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'propertyPath'; readonly path: string }
  | { readonly kind: 'enumMember'; readonly type: string; readonly member: string }
  | { readonly kind: 'list'; readonly items: readonly AnnotationValue[] }
  | {
      readonly kind: 'record';
      readonly members: Readonly<Record<string, AnnotationValue>>;
      readonly annotations: readonly Annotation[];
    };

/** The OASIS vocabularies that are used; the document refers to each. */
export const vocabularies = [
  'Org.OData.Core.V1',
  'Org.OData.Capabilities.V1',
  'Org.OData.Validation.V1',
  'Org.OData.Repeatability.V1',
] as const;

/** Where OASIS publishes a vocabulary. Nobody has to fetch it: the reference only says what the names mean. */
export function vocabularyAddress(namespace: string, extension: 'xml' | 'json'): string {
  return `https://oasis-tcs.github.io/odata-vocabularies/vocabularies/${namespace}.${extension}`;
}

export function text(value: string): AnnotationValue {
  return { kind: 'text', text: value };
}

export function truth(value: boolean): AnnotationValue {
  return { kind: 'truth', value };
}

export function integer(value: number): AnnotationValue {
  return { kind: 'integer', value };
}

export function list(items: readonly AnnotationValue[]): AnnotationValue {
  return { kind: 'list', items };
}

export function record(
  members: Readonly<Record<string, AnnotationValue>>,
  annotations: readonly Annotation[] = [],
): AnnotationValue {
  return { kind: 'record', members, annotations };
}

export function core(term: string, value: AnnotationValue): Annotation {
  return { term: `Org.OData.Core.V1.${term}`, value };
}

export function repeatability(term: string, value: AnnotationValue): Annotation {
  return { term: `Org.OData.Repeatability.V1.${term}`, value };
}

export function capability(term: string, value: AnnotationValue): Annotation {
  return { term: `Org.OData.Capabilities.V1.${term}`, value };
}

/** `Core.Description`, where there is something to say. */
export function described(description: string | undefined): readonly Annotation[] {
  return description === undefined || description === '' ? [] : [core('Description', text(description))];
}
