/** A text as tables, settings and the services compare it: without blanks around, whatever its case. */
export const plainText = (text: string): string => text.trim().toLowerCase();

export const sameText = (a: string, b: string): boolean => plainText(a) === plainText(b);
