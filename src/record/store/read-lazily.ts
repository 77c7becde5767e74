/** The questions that a store answers: its reader, and Kysely with it, is loaded with the first of them. */
import type { RecordStore } from '../record-store';
import type { RecordReader } from './read-records';

type Questions = Pick<RecordStore, 'find' | 'list' | 'count' | 'fingerprints' | 'size' | 'close'>;

export function readLazily(open: () => Promise<RecordReader>): Questions {
  let opened: Promise<RecordReader> | undefined;
  const reader = (): Promise<RecordReader> => (opened ??= open());
  return {
    find: async (id) => (await reader()).find(id),
    list: async (filter) => (await reader()).list(filter),
    count: async (filter) => (await reader()).count(filter),
    fingerprints: async (filter) => (await reader()).fingerprints(filter),
    size: async () => (await reader()).size(),
    close: async () => (await opened)?.close(),
  };
}
