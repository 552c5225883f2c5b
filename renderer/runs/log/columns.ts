/** The columns of the log, in their order on screen. */
export const columnIds = ['time', 'title', 'subtitle', 'amount', 'outcome', 'reason', 'target'] as const;
export type ColumnId = (typeof columnIds)[number];

/** Least width in px, share of what is left, and which columns give way first when it gets narrow (highest first). */
const columns: Readonly<Record<ColumnId, { readonly least: number; readonly grow: number; readonly giveWay: number }>> = {
  time: { least: 68, grow: 0, giveWay: 4 },
  title: { least: 104, grow: 0, giveWay: 0 },
  subtitle: { least: 120, grow: 1, giveWay: 3 },
  amount: { least: 88, grow: 0, giveWay: 2 },
  outcome: { least: 96, grow: 0, giveWay: 1 },
  reason: { least: 160, grow: 3, giveWay: 5 },
  target: { least: 212, grow: 0.6, giveWay: 6 },
};
/** An order is called by a number; everything else by a name, which needs room and is read first. */
const name = { least: 160, grow: 1, giveWay: 0 } as const;
/** Kinds of record that amount to nothing. */
const withoutAmount: ReadonlySet<string> = new Set(['customer', 'category']);
const GAP = 12;
const SIDES = 24;

/** A run of several days needs room for the day. */
const timeWidth = (withDay: boolean) => (withDay ? 104 : columns.time.least);

export interface ColumnLayout {
  readonly ids: readonly ColumnId[];
  /** Value of `grid-template-columns`. */
  readonly template: string;
}

/**
 * The columns that fit into `width` px: those the user hid are out, then the least important give way until the
 * rest has its least width. Number (or name) and outcome always stay.
 */
export function columnLayout(width: number, hidden: ReadonlySet<ColumnId>, withDay: boolean, entity = 'order'): ColumnLayout {
  const shape = (id: ColumnId) => (id === 'title' && entity !== 'order' ? name : columns[id]);
  const least = (id: ColumnId) => (id === 'time' ? timeWidth(withDay) : shape(id).least);
  let ids = columnsFor(entity).filter((id) => !hidden.has(id) || isFixedColumn(id));
  const need = () => ids.reduce((sum, id) => sum + least(id), 0) + GAP * (ids.length - 1) + SIDES;
  while (need() > width && ids.some((id) => !isFixedColumn(id))) {
    const out = ids.toSorted((a, b) => shape(b).giveWay - shape(a).giveWay)[0];
    ids = ids.filter((id) => id !== out);
  }
  const grows = ids.some((id) => shape(id).grow > 0);
  const template = ids.map((id) => (shape(id).grow > 0 ? `minmax(${least(id)}px, ${shape(id).grow}fr)` : `${least(id)}px`)).join(' ');
  return { ids, template: grows ? template : template.replace(/^\S+/, '1fr') };
}

/** The columns that mean something for a kind of record. */
export function columnsFor(entity: string): readonly ColumnId[] {
  return withoutAmount.has(entity) ? columnIds.filter((id) => id !== 'amount') : columnIds;
}

/** Columns without which a row says nothing. */
export function isFixedColumn(id: ColumnId): boolean {
  return id === 'title' || id === 'outcome';
}
