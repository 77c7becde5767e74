/** What reads as null is written as null and found as null, for every kind of column; what never does is refused. */
import { rowConverterOf } from '../../../providers/finance-operations/convert-rows';
import { declareEntity } from '../../../providers/finance-operations/declare-entity';
import { emptyValueOf } from '../../../providers/finance-operations/empty-value';
import { writePredicate } from '../../../providers/finance-operations/predicate';
import { translateTerm } from '../../../providers/finance-operations/translate-filter';
import { writeBody } from '../../../providers/finance-operations/write-body';
import { InvalidValue } from '../../../src/provider-sdk/index';
import { columnsByName, customer, customersV3 } from './scripted-environment';

const declaration = declareEntity(customersV3, { text: 'exact' });
const entity = { name: 'CustomersV3', columns: columnsByName, key: declaration.key, declaration };

/** As F&O shows it where nobody has given a value. */
const blank = rowConverterOf(entity, [...columnsByName.keys()])([customer('')])[0] ?? {};

const filterFor = (column: string, negated: boolean) => {
  const found = translateTerm({ kind: 'equality', column, negated, value: null }, columnsByName);
  return typeof found === 'boolean' ? found : writePredicate(found);
};

/** Each kind that reads as null somewhere; all others always hold a value, and so do keys. */
const kept: ReadonlySet<string> = new Set(['text', 'day', 'instant']);

test.each([...columnsByName.values()])('$name ($kind)', (column) => {
  const { name } = column;
  const nullable = declaration.columns.find((each) => each.name === name)?.nullable;
  const write = (): string => writeBody(entity, { [name]: null });
  if (kept.has(column.kind) && !column.isKey) {
    expect([nullable, blank[name]]).toEqual([true, null]);
    expect(emptyValueOf(column)).toBeDefined();
    const { [name]: written } = JSON.parse(write()) as Record<string, unknown>;
    expect(rowConverterOf(entity, [name])([{ [name]: written }])).toEqual([{ [name]: null }]);
    expect(filterFor(name, false)).toMatch(new RegExp(`^${name} (eq ''|lt 1900-01-02T00:00:00Z)$`));
    expect(filterFor(name, true)).toMatch(new RegExp(`^${name} (ne ''|ge 1900-01-02T00:00:00Z)$`));
  } else {
    expect(nullable).toBe(false);
    expect(emptyValueOf(column)).toBeUndefined();
    expect(blank[name]).not.toBeNull();
    expect([filterFor(name, false), filterFor(name, true)]).toEqual([false, true]);
    expect(write).toThrow(InvalidValue);
    expect(write).toThrow(expect.objectContaining({ column: name }));
  }
});
