/** Requests that carry a text of their own in each place where callers, rightly or wrongly, put keys and people's data. */
import { changeSetPart, httpPart, MULTIPART, multipart } from '../../odata/batch/batch-texts';
import type { Sending } from './http-client';
import { planted, row, sent, serviceKey, values } from './planted-configuration';

export const PREFIX = '/odata/sales';
export const JSON_TYPE = { 'Content-Type': 'application/json' };

type Asked = readonly [target: string, sending?: Sending];

/** Refused ones, too: of them the text is all that there is. */
export const reads: readonly Asked[] = [
  [`Things?$filter=Name eq '${planted('text in a filter')}'`],
  [`Things?$filter=Token eq ${values.guid('Guid in a filter')}`],
  [`Things?$filter=Day eq ${values.plant('date in a filter', '1907-03-14')}`],
  [`Things?$filter=Size gt ${values.plant('number in a filter', '918273645.5')}`],
  [`Things?$filter=Size gt ${values.plant('number with an exponent', '7.6172839455e9')}`],
  [`Things?$filter=length(Name) gt 3 and contains(Name,'${planted('text that is not pushed')}')`],
  [`Things?$filter=Name in ('${planted('text in a list')}','b')&$count=true`],
  [`Things?$filter=Name eq @p&@p='${planted('text of an alias')}'`],
  [`Things?$filter=Name eq ${planted('text without quotes')}`],
  [`Things?$filter=Name eq '${planted('text that does not end')}`],
  [`Things?$filter=Name%20eq%20%27${planted('text beside a broken escape')}%27%E0`],
  [`Things?$search="${planted('text that is searched')}"`],
  [`Things?$skiptoken=${planted('token of a page')}`],
  [`Things?$deltatoken=${planted('token of changes')}`],
  [`Things?$orderby=contains(Name,'${planted('text in an order')}')`],
  [`Things?$compute=concat(Name,'${planted('text in a computation')}') as Other`],
  [`Things?$apply=filter(Name eq '${planted('text in an aggregation')}')`],
  [`Things?$unknown=${planted('value of an unknown option')}`],
  [`Things?sig=${sent('signature in an address')}&se=2026`],
  [`Things?${sent('parameter without a value')}`],
  [`Things?${sent('parameter without a name')}=`],
  [`Things?%63ode=${sent('wrong key under an escaped name')}`],
  [`Things?code=${sent('wrong key in a parameter')}`, { headers: { 'x-api-key': '' } }],
  [`Things?Code=${sent('key under a name in capitals')}`],
  [`Things?code=${sent('wrong key beside a broken escape')}%E0`],
  [`Things?co%E0de=${sent('key under a broken name')}`],
  ['Things?$top=1', { headers: { 'x-api-key': sent('wrong key in a header') } }],
  ['Things?$top=1', { headers: { authorization: `Bearer ${sent('bearer token')}` } }],
  ['Things?$top=1', { headers: { authorization: `Basic ${btoa(`user:${sent('password')}`)}` } }],
  ['Things?$top=1', { headers: { authorization: `Odd ${sent('odd authorization')}` } }],
  ['Things?$top=1', { headers: { cookie: `session=${sent('cookie')}` } }],
  ['Things?$top=1', { headers: { 'x-functions-key': sent('key in a header of another product') } }],
  ['Things?$top=1', { headers: { prefer: `odata.include-annotations="${planted('preference')}"` } }],
  ['Things?$top=1', { headers: { 'if-none-match': `W/"${planted('entity tag')}"` } }],
  ['Things?$top=1', { headers: { 'user-agent': planted('name of a program') } }],
  [`Things(${values.guid('Guid of a row')})`],
  [`Things('${planted('text as a key')}')`],
  [`Things(${planted('word as a key')})`],
  [`Things(Code='${planted('key by its name')}')`],
  [`Things(%27${planted('key beside a broken escape')}%27%E0)`],
  [`Things(Code='a)${planted('key behind a parenthesis')}')`],
  [`Customers?$filter=Name eq '${planted('text in a filter of a source')}'`],
  [
    `Customers?$filter=length(Name) gt 1 and Name ne '${planted('text in a filter of the gateway')}'&$select=Name`,
  ],
  [`Customers?code=${serviceKey}`, { headers: { 'x-api-key': '' } }],
  ['Customers'],
  ['Things'],
];

/** Each with its own text in the body. */
export const changes: readonly Asked[] = [
  change('POST', 'Things', { Code: planted('key of a new row'), Name: planted('value of a new row') }),
  change('POST', 'Things', { Code: row.key, Name: planted('value of a row that is there') }),
  change('POST', 'Things', { Code: 'B', Token: planted('value of the wrong type') }),
  change('POST', 'Things', { Code: 'C', Name: planted('value that is too long').repeat(3) }),
  change('POST', 'Things', { Code: 'D', [planted('name of a property')]: 1 }),
  change('POST', 'Things', { Code: 'D', 'Name@odata.bind': `Things('${planted('link to a row')}')` }),
  ['Things', { method: 'POST', headers: JSON_TYPE, body: `{"Code": ${planted('body that is no JSON')}` }],
  change(
    'PATCH',
    `Things(${values.guid('Guid of a changed row')})`,
    { Name: planted('changed value') },
    {
      'If-Match': `W/"${planted('entity tag of a change')}"`,
    },
  ),
  change('POST', 'CustomerGroups', { Description: planted('value that a source refuses') }),
  change(
    'POST',
    'Things',
    { Code: 'R', Name: 'r' },
    { 'Idempotency-Key': sent('id of a change that can be repeated') },
  ),
];

function change(method: string, target: string, body: object, headers: Record<string, string> = {}): Asked {
  return [target, { method, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) }];
}

export const batches: readonly Asked[] = [
  change(
    'POST',
    '$batch',
    {
      requests: [
        { id: '1', method: 'GET', url: `Things?$filter=Name eq '${planted('text in a JSON batch')}'` },
        {
          id: planted('id of a request in a batch'),
          method: 'POST',
          url: 'Things',
          headers: { ...JSON_TYPE, authorization: sent('authorization within a batch') },
          body: { Code: planted('key in a batch'), Name: planted('value in a batch') },
        },
        { id: '3', method: 'GET', url: `Things?code=${sent('key within a batch')}` },
      ],
    },
    { Prefer: 'continue-on-error' },
  ),
  [
    '$batch',
    {
      method: 'POST',
      headers: { 'Content-Type': MULTIPART },
      body: multipart('b', [
        httpPart(`GET Things?$filter=Name%20eq%20%27${planted('text in a multipart batch')}%27 HTTP/1.1`),
        changeSetPart('c', [
          httpPart('POST Things HTTP/1.1', {
            id: '1',
            headers: ['Content-Type: application/json'],
            body: JSON.stringify({
              Code: planted('key in a change set'),
              Name: planted('value in a change set'),
            }),
          }),
        ]),
      ]),
    },
  ],
  ['$batch', { method: 'POST', headers: { 'Content-Type': MULTIPART }, body: planted('batch that is none') }],
];

/** What never becomes a request. */
export const bytes: readonly string[] = [
  `GET ${PREFIX}/Things?code=${sent('key in a broken request')} HTTP/9.9\r\n\r\n`,
  `GET ${PREFIX}/Things HTTP/1.1\r\nHost: x\r\nx-api-key: ${sent('key in a broken header')}\u0000\r\n\r\n`,
  `GET ${PREFIX}/Things HTTP/1.1\r\nHost: x\r\nx-api-key: ${sent('oversized key').repeat(8_000)}\r\n\r\n`,
];
