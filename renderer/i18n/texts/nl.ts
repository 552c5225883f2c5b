/** The texts of one language, by the path of their file. */
export const files = import.meta.glob<Record<string, unknown>>('../../../resources/translations/nl/*.json', { eager: true, import: 'default' });
