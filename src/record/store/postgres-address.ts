/** Where a PostgreSQL is, and how it is entered. */

export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  /** In the words of libpq: without TLS, with any certificate, with one of this host that a known authority has signed. */
  readonly tls: 'disable' | 'require' | 'verify-full';
  /** Holds the tables; made if it is not there. */
  readonly schema: string;
}
