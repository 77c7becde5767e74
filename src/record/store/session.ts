/** A transaction as those see it who write, delete and migrate: statements one after the other, in any database. */

export type StoredValue = string | number | null;
export type StoredRow = Readonly<Record<string, unknown>>;

export interface Session {
  /** Runs one statement; each `?` is one of the values. */
  run(sql: string, ...values: readonly StoredValue[]): Promise<readonly StoredRow[]>;
}

/** The one number that a statement gives as `value`. */
export async function numberOf(session: Session, expression: string): Promise<number> {
  const [row] = await session.run(`SELECT ${expression} AS value`);
  return Number(row?.['value']);
}
