import type { Value } from '#shared/records/story.ts';

/** A payload of `body` and things only we need (a mark, an id to read afterwards), as people read it. */
export const viewBody = (payload: Value): { readonly fields: Value } => ({ fields: (payload as { readonly body: Value }).body });
