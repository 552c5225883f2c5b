import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { findStream } from '#shared/catalog/catalog.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { useFlows } from '#renderer/queries/flows.ts';
import { humanType } from '#renderer/runs/text/targetText.ts';

/** Streams, kinds of thing, connections and flows by the names people gave them. */
export function usePlaceWords() {
  const { t } = useTranslation(['settings', 'runs']);
  const catalog = useCatalog().data;
  const connections = useConnections().data;
  const flows = useFlows().data;
  const ofStream = useCallback((stream: string) => t(`settings:${stream}.label`, { defaultValue: (catalog && findStream(catalog, stream)?.label) ?? stream }), [t, catalog]);
  const ofType = useCallback((type: string) => (type.includes('.') ? ofStream(type) : t(`runs:documentType.${type}`, { defaultValue: humanType(type) })), [t, ofStream]);
  const ofConnection = useCallback((id: string) => connections?.find((one) => one.id === id)?.name ?? id, [connections]);
  const ofFlow = useCallback((id: string) => flows?.find((one) => one.id === id)?.name ?? id, [flows]);
  return { ofStream, ofType, ofConnection, ofFlow };
}
