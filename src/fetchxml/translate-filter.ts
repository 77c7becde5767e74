/** Translates the filters of a view into one expression. */
import type { Syntax } from '../odata/syntax/syntax-tree';
import { elementError } from './fetchxml-error';
import { isTrue } from './read-attribute';
import { chain } from './syntax-nodes';
import { translateCondition } from './translate-condition';
import type { Translating } from './translating';
import type { XmlElement } from './xml-element';

/** Filters side by side must all hold. Undefined where none of them has a condition. */
export function translateFilters(
  filters: readonly XmlElement[],
  translating: Translating,
): Syntax | undefined {
  return chain('and', present(filters.map((filter) => translateFilter(filter, translating))));
}

function translateFilter(filter: XmlElement, translating: Translating): Syntax | undefined {
  const terms = filter.children.map((child): Syntax | undefined => {
    if (child.name === 'filter') return translateFilter(child, translating);
    if (child.name === 'condition') {
      if (isTrue(filter, 'isquickfindfields')) refusePlaceholder(child);
      return translateCondition(child, translating);
    }
    throw elementError(
      'UntranslatableFetchXml',
      child,
      'a virtual table is read by itself: Dataverse sends no condition on another table. Filter on a column of this one.',
    );
  });
  return chain(filterType(filter), present(terms));
}

function filterType(filter: XmlElement): 'and' | 'or' {
  const type = filter.attributes.get('type') ?? 'and';
  if (type === 'and' || type === 'or') return type;
  throw elementError('InvalidFetchXml', filter, "the type of a filter is 'and' or 'or'.");
}

/** A quick find view holds `{0}` where Dataverse puts what is typed into the search box, followed by `%`. */
function refusePlaceholder(condition: XmlElement): void {
  if (condition.attributes.get('value') !== '{0}') return;
  const message =
    "'{0}' stands for what is typed into the search box. Write a search instead, such as 'con%'.";
  throw elementError('UntranslatableFetchXml', condition, message);
}

function present(terms: readonly (Syntax | undefined)[]): readonly Syntax[] {
  return terms.filter((term) => term !== undefined);
}
