import { useCatalog, useConnectionAt } from '#renderer/queries/connections.ts';

/** The page at which people see a thing in the service itself; null where there is none, as in the demo. `place`: the connection as an error names it. */
export function usePageOf(place: string | undefined, type: string | undefined, id: string | undefined): string | null {
  const catalog = useCatalog().data;
  const connection = useConnectionAt(place);
  if (!connection || !type || !id) return null;
  const pages = catalog?.connectors.find(({ name }) => name === connection.connector)?.pages;
  const page = pages?.[type.replaceAll(' ', '')]?.[connection.environment];
  return page ? page.replace('{id}', encodeURIComponent(id)) : null;
}
