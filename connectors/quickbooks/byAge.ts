/** Ids are texts of digits that grow: the shorter, then the smaller one is older. For sorting rows oldest first. */
export const byAge = (a: { readonly Id: string }, b: { readonly Id: string }): number => a.Id.length - b.Id.length || (a.Id < b.Id ? -1 : a.Id > b.Id ? 1 : 0);
