/** What the gateway is compared to: the least that turns one JSON page into another, without a framework or a check. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { reportToBenchmark } from '../subprocess';

interface SourceRow {
  readonly '@odata.etag': string;
  readonly CustomerAccount: string;
  readonly OrganizationName: string;
  readonly CustomerGroupId: string;
  readonly SalesCurrencyCode: string;
  readonly CreditLimit: number;
  readonly AddressCity: string;
  readonly OnHoldStatus: string;
  readonly CredManCustomerSince: string;
}

/** Takes the same URL as the gateway, as far as the number of rows goes. No key is made, and nothing is converted. */
export async function serveControl(): Promise<void> {
  const pool = new Pool(process.env['BENCH_UPSTREAM'] ?? '', { connections: 40 });
  const answer = async (url: string): Promise<string> => {
    const top = new URLSearchParams(url.split('?')[1]).get('$top');
    const { body } = await pool.request({
      method: 'GET',
      path: `/data/CustomersV3?cross-company=true&$top=${top ?? ''}`,
    });
    const { value } = JSON.parse(await body.text()) as { readonly value: readonly SourceRow[] };
    return JSON.stringify({
      '@odata.context': 'http://127.0.0.1/$metadata#Customers',
      value: value.map(mapRow),
    });
  };
  const server = createServer((request, response) => {
    answer(request.url ?? '').then(
      (text) => {
        response.setHeader('Content-Type', 'application/json;odata.metadata=minimal');
        response.end(text);
      },
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  reportToBenchmark((server.address() as AddressInfo).port);
}

function mapRow(row: SourceRow): object {
  return {
    '@odata.etag': row['@odata.etag'],
    AccountNumber: row.CustomerAccount,
    Name: row.OrganizationName,
    CustomerGroupId: row.CustomerGroupId,
    Currency: row.SalesCurrencyCode,
    CreditLimit: row.CreditLimit,
    City: row.AddressCity,
    OnHoldStatus: row.OnHoldStatus,
    CustomerSince: row.CredManCustomerSince,
  };
}
