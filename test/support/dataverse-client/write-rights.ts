/** What `$metadata` says may be written: the Capabilities annotations of an entity set. */
import type { XmlElement } from './xml-scanner';

export interface WriteRight {
  /** Undefined where `$metadata` says nothing about it. */
  readonly allowed: boolean | undefined;
  /** Properties that take no value by this kind of write. */
  readonly except: readonly string[];
}

export interface WriteRights {
  readonly insert: WriteRight;
  readonly update: WriteRight;
  readonly delete: WriteRight;
}

export function readWriteRights(annotations: readonly XmlElement[]): WriteRights {
  return {
    insert: readRight(annotations, 'InsertRestrictions', 'Insertable', 'NonInsertableProperties'),
    update: readRight(annotations, 'UpdateRestrictions', 'Updatable', 'NonUpdatableProperties'),
    delete: readRight(annotations, 'DeleteRestrictions', 'Deletable', undefined),
  };
}

function readRight(
  annotations: readonly XmlElement[],
  term: string,
  flag: string,
  exceptions: string | undefined,
): WriteRight {
  const annotation = annotations.find((each) => each.attributes.get('Term')?.endsWith(`.${term}`));
  if (annotation === undefined) return { allowed: undefined, except: [] };
  const values = descendantsOf(annotation).filter((each) => each.name === 'PropertyValue');
  const valueOf = (name: string | undefined): XmlElement | undefined =>
    values.find((each) => each.attributes.get('Property') === name);
  const written = valueOf(flag);
  const excepted = valueOf(exceptions);
  return {
    // Each of the three flags is true by default (Capabilities vocabulary).
    allowed: (written?.attributes.get('Bool') ?? written?.children[0]?.text.trim()) !== 'false',
    except: excepted === undefined ? [] : pathsIn(excepted),
  };
}

function pathsIn(value: XmlElement): readonly string[] {
  const paths = descendantsOf(value).filter((each) => each.name === 'PropertyPath');
  return paths.map((path) => path.text.trim());
}

/** Without recursion: how deep a document nests is its author's choice. */
function descendantsOf(element: XmlElement): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const waiting = [...element.children];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next);
    waiting.push(...next.children);
  }
  return found.reverse();
}
