/** True when SQLite reads a text from JSON as it keeps it when it is bound: half of a pair of surrogates becomes one thing there and another here. */
export const survivesJson = (text: string): boolean => text.isWellFormed();
