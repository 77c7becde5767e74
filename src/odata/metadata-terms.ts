/** The terms of our own: what no OASIS vocabulary can say of a source, defined in the service's schema. */
import { type Annotation, type AnnotationValue, described } from './metadata-annotation';
import { freeName } from './free-name';

export interface TermDefinition {
  readonly name: string;
  readonly type: 'Edm.String' | 'Edm.Boolean' | 'Edm.Int32';
  readonly isCollection: boolean;
  readonly appliesTo: 'Property' | 'EntitySet' | 'EntityContainer';
  readonly annotations: readonly Annotation[];
}

/** Makes an annotation with one of our terms. */
export type ServiceTerms = Readonly<
  Record<TermName, (value: AnnotationValue, qualifier?: string) => Annotation>
>;

type TermName = keyof typeof termTable;

interface TermEntry extends Pick<TermDefinition, 'type' | 'isCollection' | 'appliesTo'> {
  readonly description: string;
}

const termTable = {
  SourceFilter: {
    type: 'Edm.String',
    isCollection: true,
    appliesTo: 'Property',
    description:
      'The comparisons with constants that the source itself makes, exactly. Every other filter works as well: the gateway applies it to the rows that it reads.',
  },
  SourceFilterSuperset: {
    type: 'Edm.String',
    isCollection: true,
    appliesTo: 'Property',
    description:
      'The comparisons that the source makes roughly, so that fewer rows are read; the gateway filters again.',
  },
  SourceSort: {
    type: 'Edm.Boolean',
    isCollection: false,
    appliesTo: 'Property',
    description: 'The source itself orders by this property. By every other property the gateway orders.',
  },
  SourceClauses: {
    type: 'Edm.String',
    isCollection: true,
    appliesTo: 'EntitySet',
    description: 'The query options that can go to the source; the gateway does the others itself.',
  },
  LookupTarget: {
    type: 'Edm.String',
    isCollection: false,
    appliesTo: 'Property',
    description: 'The entity set of this service whose key the property holds.',
  },
  QueryLimit: {
    type: 'Edm.Int32',
    isCollection: false,
    appliesTo: 'EntityContainer',
    description: 'The most that a request may hold of what the qualifier names; a larger one is refused.',
  },
} as const satisfies Record<string, TermEntry>;

const termNames = Object.keys(termTable) as readonly TermName[];

/** Names of types come first: a term gives way to them. */
export function termDefinitions(taken: ReadonlySet<string>): readonly TermDefinition[] {
  return termNames.map((term) => {
    const { type, isCollection, appliesTo, description } = termTable[term];
    return {
      name: freeName(term, taken),
      type,
      isCollection,
      appliesTo,
      annotations: described(description),
    };
  });
}

export function serviceTerms(namespace: string, taken: ReadonlySet<string>): ServiceTerms {
  const makers = termNames.map((term) => {
    const name = `${namespace}.${freeName(term, taken)}`;
    const make = (value: AnnotationValue, qualifier?: string): Annotation =>
      qualifier === undefined ? { term: name, value } : { term: name, qualifier, value };
    return [term, make] as const;
  });
  return Object.fromEntries(makers) as ServiceTerms;
}
