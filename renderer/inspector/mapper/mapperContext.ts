import { createContext, useContext } from 'react';
import type { Mapping } from '#shared/mapping/mapping.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';

/** What every part of the mapper works with. */
export interface MapperContextValue {
  readonly nodeId: string;
  readonly mapping: Mapping;
  readonly standard: Mapping | undefined;
  readonly change: (edit: (mapping: Mapping) => Mapping) => void;
  /** The current record as it reaches the map node. */
  readonly record: unknown;
  readonly sourceFields: readonly FieldInfo[];
  /** Tree path of the source row, or path of the target row, under pointer or focus: its links stand out. */
  readonly lit: string | null;
  readonly setLit: (path: string | null) => void;
  /** The target row whose editor is open. */
  readonly open: string | null;
  readonly setOpen: (path: string | null) => void;
  /** Number of the list item that values are shown of, by source list. */
  readonly items: Readonly<Record<string, number>>;
  readonly setItem: (list: string, item: number) => void;
}

export const MapperContext = createContext<MapperContextValue | null>(null);

export function useMapper(): MapperContextValue {
  const value = useContext(MapperContext);
  if (!value) throw new Error('useMapper outside of Mapper');
  return value;
}

/** What a dragged source field is called on the drag. */
export const pathDragType = 'application/x-fluxo-path';
