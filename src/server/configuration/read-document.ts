/** Reads YAML into plain values, fills in environment variables, and remembers where everything stands. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Pair,
  type ParsedNode,
  type Scalar,
  type YAMLError,
} from 'yaml';
import { canonicalNumber } from '../../provider-sdk/index';
import { type FaultCollector, type Path, pathKey } from './fault';
import {
  type Environment,
  hideReferences,
  showReferences,
  substituteEnvironment,
} from './substitute-environment';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface SourceDocument {
  readonly value: unknown;
  /** Of the key or list item at the path; undefined if it does not stand there. */
  placeOf(path: Path): Position | undefined;
  /** The same, or else of what encloses it. */
  positionOf(path: Path): Position;
  /** Whether the text there came, in whole or part, out of the environment. */
  isSubstituted(path: Path): boolean;
}

export type SyntaxFault = Position & { readonly message: string };

/** The document, or what makes it no YAML at all. Faults of single values go to the collector. */
export function readDocument(
  text: string,
  environment: Environment,
  faults: FaultCollector,
): { readonly document: SourceDocument } | { readonly syntaxFaults: readonly SyntaxFault[] } {
  const lines = new LineCounter();
  const yaml = parseDocument(hideReferences(text), {
    version: '1.2',
    lineCounter: lines,
    prettyErrors: false,
  });
  const errors = [...yaml.errors, ...yaml.warnings];
  if (errors.length > 0) return { syntaxFaults: syntaxFaults(errors, lines) };
  return { document: new DocumentReader(yaml, lines, environment, faults) };
}

/** All keys that stand twice, and the first fault of another kind: what comes after it mostly follows from it. */
function syntaxFaults(errors: readonly YAMLError[], lines: LineCounter): readonly SyntaxFault[] {
  const other = errors.findIndex(({ code }) => code !== 'DUPLICATE_KEY');
  const telling = other === -1 ? errors : errors.slice(0, other + 1);
  return telling.map(({ code, pos }) => ({ ...positionAt(lines, pos[0]), message: sentences[code] }));
}

class DocumentReader implements SourceDocument {
  readonly value: unknown;
  private readonly positions = new Map<string, Position>();
  private readonly substituted = new Set<string>();
  /** Nodes that are being read, to notice an alias inside of what it stands for. */
  private readonly open = new Set<ParsedNode>();

  constructor(
    private readonly yaml: Document.Parsed,
    private readonly lines: LineCounter,
    private readonly environment: Environment,
    private readonly faults: FaultCollector,
  ) {
    this.value = yaml.contents === null ? null : this.read(yaml.contents, []);
  }

  placeOf(path: Path): Position | undefined {
    return this.positions.get(pathKey(path));
  }

  positionOf(path: Path): Position {
    for (let length = path.length; length > 0; length--) {
      const position = this.placeOf(path.slice(0, length));
      if (position !== undefined) return position;
    }
    return { line: 1, column: 1 };
  }

  isSubstituted(path: Path): boolean {
    return this.substituted.has(pathKey(path));
  }

  private read(node: ParsedNode | null, path: Path): unknown {
    if (node === null) return null;
    if (isAlias(node)) return this.readAlias(node.resolve(this.yaml) as ParsedNode | undefined, path);
    if (isScalar(node)) return this.readScalar(node, path);
    this.open.add(node);
    try {
      if (isSeq<ParsedNode>(node))
        return node.items.map((item, index) => this.readItem(item, [...path, index]));
      if (isMap<ParsedNode, ParsedNode | null>(node)) return this.readMap(node.items, path);
      return null;
    } finally {
      this.open.delete(node);
    }
  }

  private readAlias(target: ParsedNode | undefined, path: Path): unknown {
    if (target === undefined)
      return this.fault(path, 'is an alias (*) of an anchor (&) that does not stand before it');
    if (this.open.has(target)) return this.fault(path, 'is an alias (*) inside of what it stands for');
    return this.read(target, path);
  }

  private readItem(item: ParsedNode, path: Path): unknown {
    this.place(path, item);
    return this.read(item, path);
  }

  /** From entries, so that a key `__proto__` becomes an entry like any other. */
  private readMap(pairs: readonly Pair<ParsedNode, ParsedNode | null>[], path: Path): object {
    const entries: [string, unknown][] = [];
    for (const { key, value } of pairs) {
      if (!isScalar(key)) {
        this.fault(path, 'has a key that is itself a list or section');
        continue;
      }
      const name = showReferences(key.source ?? String(key.value));
      this.place([...path, name], key);
      entries.push([name, this.read(value, [...path, name])]);
    }
    return Object.fromEntries(entries);
  }

  private readScalar(scalar: Scalar.Parsed, path: Path): unknown {
    const { value, source } = scalar;
    if (typeof value === 'number' && typeof canonicalNumber(source) === 'string') {
      return this.fault(path, 'has more digits than a number keeps: put it in quotes');
    }
    if (typeof value !== 'string') return value;
    const result = substituteEnvironment(showReferences(value), this.environment);
    if ('fault' in result) return this.fault(path, result.fault);
    if (result.substituted) this.substituted.add(pathKey(path));
    return result.text;
  }

  private fault(path: Path, message: string): undefined {
    this.faults.add(path, message);
    return undefined;
  }

  private place(path: Path, node: ParsedNode): void {
    this.positions.set(pathKey(path), positionAt(this.lines, node.range[0]));
  }
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Our own words, because some of the parser's quote the file, and a secret may stand there. */
const sentences: Readonly<Record<YAMLError['code'], string>> = {
  ALIAS_PROPS: 'an alias (*) can have no tag or anchor of its own',
  BAD_ALIAS: 'this alias (*) is no name',
  BAD_COLLECTION_TYPE: 'this tag (!) does not fit what follows it',
  BAD_DIRECTIVE: 'this %directive is not known',
  BAD_DQ_ESCAPE: 'there is no such escape (\\) in a text in double quotes',
  BAD_INDENT: 'the indentation is wrong: what belongs together must begin in the same column',
  BAD_PROP_ORDER: 'an anchor (&) or tag (!) stands in the wrong place',
  BAD_SCALAR_START: 'a text that begins with this character must stand in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'a section cannot begin on the line of a key: begin a new line, or put the text in quotes',
  BLOCK_IN_FLOW: 'a section by indentation cannot stand inside of { } or [ ]',
  DUPLICATE_KEY: 'this key stands twice in the same section',
  IMPOSSIBLE: 'this is no YAML',
  KEY_OVER_1024_CHARS: 'this key is too long',
  MISSING_CHAR: 'something is missing here: a colon, a closing quote, or a closing bracket',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line',
  MULTIPLE_ANCHORS: 'there are two anchors (&) where one is allowed',
  MULTIPLE_DOCS: 'a second document (---) begins here; one file holds one configuration',
  MULTIPLE_TAGS: 'there are two tags (!) where one is allowed',
  NON_STRING_KEY: 'a key must be text',
  RESOURCE_EXHAUSTION: 'this is nested too deep',
  TAB_AS_INDENT: 'tabs cannot indent: use spaces',
  TAG_RESOLVE_FAILED: 'this tag (!) is not known',
  UNEXPECTED_TOKEN:
    'this cannot stand here: check the indentation, and put texts with special characters in quotes',
};
