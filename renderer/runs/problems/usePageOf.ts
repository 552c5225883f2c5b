import { useCatalog, useConnections } from '#renderer/queries/connections.ts';

/** The page at which people see a thing in the service itself; null where there is none, as in the demo. */
export function usePageOf(connectionId: string | undefined, type: string | undefined, id: string | undefined): string | null {
  const catalog = useCatalog().data;
  const connections = useConnections().data;
  if (!connectionId || !type || !id) return null;
  const connection = connections?.find((one) => one.id === connectionId);
  const pages = catalog?.connectors.find(({ name }) => name === connection?.connector)?.pages;
  const page = connection && pages?.[type.replaceAll(' ', '')]?.[connection.environment];
  return page ? page.replace('{id}', encodeURIComponent(id)) : null;
}
