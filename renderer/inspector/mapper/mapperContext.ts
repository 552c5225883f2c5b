import { createContext, useContext } from 'react';
import { create } from 'zustand';
import type { Mapping } from '#shared/mapping/mapping.ts';
import type { TableDocument } from '#shared/tables/table.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';

/** What every part of the mapper works with. It stays the same while rules are edited, so that an edit draws its own row only. */
export interface MapperContextValue {
  readonly nodeId: string;
  readonly standard: Mapping | undefined;
  readonly change: (edit: (mapping: Mapping) => Mapping, settled?: readonly string[]) => void;
  /** The current record as it reaches the map node. */
  readonly record: unknown;
  readonly sourceFields: readonly FieldInfo[];
  /** Shared tables that look-ups take their rows from, as far as they are read. */
  readonly tables: ReadonlyMap<string, TableDocument>;
}

export const MapperContext = createContext<MapperContextValue | null>(null);

export function useMapper(): MapperContextValue {
  const value = useContext(MapperContext);
  if (!value) throw new Error('useMapper outside of Mapper');
  return value;
}

interface MapperUi {
  /** Tree path of the source row (`s …`), or path of the target row (`t …`), under pointer or focus: its links stand out. */
  readonly lit: string | null;
  /** The target row whose editor is open. */
  readonly open: string | null;
  /** Number of the list item that values are shown of, by source list. */
  readonly items: Readonly<Record<string, number>>;
  /** Tree paths of the source fields some rule reads. */
  readonly used: ReadonlySet<string>;
}

/** What is under the pointer, open and shown in the mapper; rows listen to their own part of it. */
export const useMapperUi = create<MapperUi>(() => ({ lit: null, open: null, items: {}, used: new Set() }));

export const setLit = (lit: string | null): void => {
  if (useMapperUi.getState().lit !== lit) useMapperUi.setState({ lit });
};
export const setOpen = (open: string | null): void => useMapperUi.setState({ open });
export const setItem = (list: string, item: number): void => useMapperUi.setState(({ items }) => ({ items: { ...items, [list]: item } }));

/** What a dragged source field is called on the drag. */
export const pathDragType = 'application/x-fluxo-path';
