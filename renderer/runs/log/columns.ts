/** The columns of the log, in their order on screen. */
export const columnIds = ['time', 'title', 'subtitle', 'amount', 'outcome', 'reason', 'target'] as const;
/** Further ones, for who wants them: how long it took, where it stopped, the error's code, the key at the source, the run. */
export const extraIds = ['took', 'node', 'code', 'key', 'run'] as const;
export type ExtraId = (typeof extraIds)[number];
/** One of the record's own fields, by its path. */
export type FieldColumn = `field:${string}`;
export type ColumnId = (typeof columnIds)[number] | ExtraId | FieldColumn;

export const isExtra = (id: string): id is ExtraId => (extraIds as readonly string[]).includes(id);
export const isFieldColumn = (id: string): id is FieldColumn => id.startsWith('field:');
export const pathOf = (id: FieldColumn): string => id.slice('field:'.length);

/** Least width in px, share of what is left, and which columns give way first when it gets narrow (highest first). */
const columns: Readonly<Record<Exclude<ColumnId, FieldColumn>, { readonly least: number; readonly grow: number; readonly giveWay: number }>> = {
  time: { least: 68, grow: 0, giveWay: 4 },
  title: { least: 104, grow: 0, giveWay: 0 },
  subtitle: { least: 120, grow: 1, giveWay: 3 },
  amount: { least: 88, grow: 0, giveWay: 2 },
  outcome: { least: 96, grow: 0, giveWay: 1 },
  reason: { least: 160, grow: 3, giveWay: 5 },
  target: { least: 212, grow: 0.6, giveWay: 6 },
  took: { least: 64, grow: 0, giveWay: 2.5 },
  node: { least: 110, grow: 0.5, giveWay: 2.5 },
  code: { least: 160, grow: 0.5, giveWay: 2.5 },
  key: { least: 104, grow: 0.3, giveWay: 2.5 },
  run: { least: 130, grow: 0, giveWay: 2.5 },
};
/** A field somebody asked for stays when others give way. */
const field = { least: 110, grow: 0.7, giveWay: 1.5 } as const;
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
export function columnLayout(width: number, hidden: ReadonlySet<ColumnId>, withDay: boolean, entity = 'order', extras: readonly ColumnId[] = []): ColumnLayout {
  const shape = (id: ColumnId) => (isFieldColumn(id) ? field : id === 'title' && entity !== 'order' ? name : columns[id]);
  const least = (id: ColumnId) => (id === 'time' ? timeWidth(withDay) : shape(id).least);
  let ids = withExtras(columnsFor(entity).filter((id) => !hidden.has(id) || isFixedColumn(id)), extras);
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

/** Further columns stand behind who the record is about and before what became of it. */
function withExtras(ids: readonly ColumnId[], extras: readonly ColumnId[]): readonly ColumnId[] {
  const at = ids.indexOf('outcome');
  return [...ids.slice(0, at), ...extras, ...ids.slice(at)];
}
