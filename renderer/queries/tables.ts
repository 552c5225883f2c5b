import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '#renderer/bridge.ts';
import type { Input, TableListItem } from '#shared/ipc/contract.ts';
import type { TableDocument } from '#shared/tables/table.ts';
import { keys } from './keys.ts';

/** The mapping tables of the workspace. */
export function useTables() {
  return useQuery({ queryKey: keys.tables, queryFn: () => call('tables.list', {}) });
}

const noTables: readonly TableListItem[] = [];

/** The same as a list that is always there; empty while it is read. */
export const useTableList = (): readonly TableListItem[] => useTables().data ?? noTables;

export function useTable(tableId: string) {
  return useQuery({ queryKey: keys.table(tableId), queryFn: () => call('tables.get', { tableId }) });
}

/** Several tables by id; those that are not read yet, or cannot be, are not in it. */
export function useTableDocuments(ids: readonly string[]): ReadonlyMap<string, TableDocument> {
  const found = useQueries({ queries: ids.map((tableId) => ({ queryKey: keys.table(tableId), queryFn: () => call('tables.get', { tableId }), retry: false })), combine: (answers) => answers.map(({ data }) => data?.document) });
  // The query gives the same list for the same documents, so that nothing is worked out anew. Their number changes when a table is shared: it cannot be the list of what is depended on.
  return useMemo(() => new Map(found.flatMap((table) => (table ? [[table.id, table] as const] : []))), [found]);
}

export function useCreateTable() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: Input<'tables.create'>) => call('tables.create', input), onSuccess: () => client.invalidateQueries({ queryKey: keys.tables }) });
}

export function useRemoveTable() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (tableId: string) => call('tables.remove', { tableId }), onSuccess: () => client.invalidateQueries({ queryKey: keys.tables }) });
}

export function useReadCsv() {
  return useMutation({ mutationFn: (input: Input<'tables.readCsv'>) => call('tables.readCsv', input) });
}

export function useExportTable() {
  return useMutation({ mutationFn: (tableId: string) => call('tables.exportCsv', { tableId }) });
}
