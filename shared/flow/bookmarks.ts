import type { FlowBookmark, FlowDocument, Point } from './document.ts';
import { freeId } from './edit.ts';

/** Keeps a view under a name; the first digit that is free jumps there. */
export function addBookmark(flow: FlowDocument, view: { readonly name: string; readonly position: Point; readonly zoom: number }): FlowDocument {
  const known = flow.bookmarks ?? [];
  const taken = new Set(known.map(({ key }) => key));
  const key = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((digit) => !taken.has(digit));
  const name = view.name.trim().slice(0, 80);
  if (name === '') return flow;
  const bookmark: FlowBookmark = { id: freeId(known.map(({ id }) => id), 'place'), name, position: { x: Math.round(view.position.x), y: Math.round(view.position.y) }, zoom: Math.round(view.zoom * 1000) / 1000, ...(key !== undefined && { key }) };
  return { ...flow, bookmarks: [...known, bookmark] };
}

export function renameBookmark(flow: FlowDocument, id: string, name: string): FlowDocument {
  const trimmed = name.trim().slice(0, 80);
  if (trimmed === '' || !flow.bookmarks?.some((bookmark) => bookmark.id === id && bookmark.name !== trimmed)) return flow;
  return { ...flow, bookmarks: flow.bookmarks.map((bookmark) => (bookmark.id === id ? { ...bookmark, name: trimmed } : bookmark)) };
}

export function removeBookmark(flow: FlowDocument, id: string): FlowDocument {
  const bookmarks = flow.bookmarks?.filter((bookmark) => bookmark.id !== id) ?? [];
  if (bookmarks.length === (flow.bookmarks?.length ?? 0)) return flow;
  const { bookmarks: _old, ...rest } = flow;
  return bookmarks.length === 0 ? rest : { ...rest, bookmarks };
}
