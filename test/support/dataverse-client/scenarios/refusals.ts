/** What has no right answer: each of these has to be refused with an OData error, never answered with a plain list. */
import { runCheck, type CheckResult } from '../check';
import { judgeError, judgeNoRedirect } from '../judge-answer';
import { keyOf, primaryNameOf, type TableModel } from '../service-model';
import { isRefusal } from '../table-session';
import type { Stage } from './stage';

export async function judgeRefusals({ session }: Stage): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [name, options] of refusedOptions(session.table)) {
    results.push(
      await runCheck(`refuses ${name}`, async (check) => {
        const exchange = await session.send(`${session.table.set}?${options}`, false);
        judgeNoRedirect(check, exchange);
        if (isRefusal(exchange.status)) judgeError(check, exchange);
        else check.fail('refusal', `answered ${exchange.status} instead of refusing`, exchange);
      }),
    );
  }
  return results;
}

function refusedOptions(table: TableModel): readonly (readonly [name: string, options: string])[] {
  const key = keyOf(table);
  const name = primaryNameOf(table) ?? key;
  return [
    ['a filter on an unknown column', '$filter=NoSuchColumn%20eq%201'],
    ['an order by an unknown column', '$orderby=NoSuchColumn'],
    ['a selected unknown column', '$select=NoSuchColumn'],
    ['a column name in the wrong case', `$filter=${swapCase(key)}%20ne%20null`],
    ['an unknown function', `$filter=nosuchfunction(${name})`],
    ['a function with too few arguments', `$filter=startswith(${name})`],
    ['an unfinished comparison', `$filter=${name}%20eq`],
    ['an unfinished text', `$filter=${name}%20eq%20'x`],
    ['an unclosed parenthesis', `$filter=(${name}%20eq%20null`],
    ['words after the filter', `$filter=${name}%20eq%20null%20please`],
    ['a malformed percent-escape', `$filter=${name}%20eq%20'%zz'`],
    ['a key compared with text', `$filter=${key}%20eq%20'text'`],
    ['a filter that is a number', '$filter=1'],
    ['an empty filter', '$filter='],
    ['a filter given twice', `$filter=${key}%20ne%20null&$filter=${key}%20eq%20null`],
    ['an unknown system option', '$nonsense=1'],
    ['a negative $top', '$top=-1'],
    ['a $skip that is no number', '$skip=x'],
    ['a $count that is no truth value', '$count=maybe'],
    ['a forged $skiptoken', '$skiptoken=forged'],
  ];
}

function swapCase(name: string): string {
  const first = name.charAt(0);
  return (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + name.slice(1);
}
