/** The `$skiptoken` of a next link. Its form is the simulator's own: clients must treat it as opaque. */
import { Buffer } from 'node:buffer';
import { invalidQuery } from '../http/answer';

export interface PageToken {
  /** Rows that earlier pages of this chain have returned. */
  readonly returned: number;
  /** Which underlying order the chain began with, where that order changes from query to query. */
  readonly turn: number;
}

export function writePageToken({ returned, turn }: PageToken): string {
  return Buffer.from(`${returned}.${turn}`).toString('base64url');
}

export function readPageToken(text: string | undefined): PageToken | undefined {
  if (text === undefined) return undefined;
  const [, returned, turn] = /^(\d{1,10})\.(\d{1,10})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (returned === undefined || turn === undefined) throw invalidQuery('The skip token is not valid.');
  return { returned: Number(returned), turn: Number(turn) };
}
