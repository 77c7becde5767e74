/** An element of a FetchXML document, and where it stands. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, references resolved. */
  readonly text: string;
  /** Where its start tag ends, both counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** Children of that name, in order. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}
