import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/bridge.ts';
import type { Catalog, ConnectionInfo } from '#shared/catalog/catalog.ts';
import { asFluxoError, type ErrorData } from '#shared/errors.ts';
import type { Input } from '#shared/ipc/contract.ts';
import { keys } from './keys.ts';
import { withServiceNames } from './serviceNames.ts';

/** Which connectors there are and what they need; it cannot change while the app runs. */
export function useCatalog() {
  const { t, i18n } = useTranslation('connections');
  const { language } = i18n;
  const select = useCallback((catalog: Catalog) => withServiceNames(catalog, language, (connector, label) => t(`service.${connector}`, { defaultValue: label })), [t, language]);
  return useQuery({ queryKey: keys.catalog, queryFn: () => call('catalog.get', {}), staleTime: Infinity, structuralSharing: false, select });
}

export function useConnections() {
  return useQuery({ queryKey: keys.connections, queryFn: () => call('connections.list', {}) });
}

export function useSaveConnection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input<'connections.save'>) => call('connections.save', input),
    onError: (thrown) => {
      const { data } = asFluxoError(thrown);
      if (/^(keychain|secrets)\./.test(data.code)) client.setQueryData(keys.secretsError, data);
    },
    onSuccess: (_saved, input) => {
      if (input.secret) client.setQueryData(keys.secretsError, null);
      void client.invalidateQueries({ queryKey: keys.lists });
      return client.invalidateQueries({ queryKey: keys.connections });
    },
  });
}

/** Why the secret store failed when it was last used, until it works again. */
export function useSecretsError(): ErrorData | null {
  return useQuery<ErrorData | null>({ queryKey: keys.secretsError, queryFn: () => null, enabled: false, gcTime: Infinity }).data ?? null;
}

export function useRemoveConnection() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (connectionId: string) => call('connections.remove', { connectionId }), onSuccess: () => client.invalidateQueries({ queryKey: keys.connections }) });
}

/** The test also tells the connection's status, so the list is read again after it. */
export function useTestConnection() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (connectionId: string) => call('connections.test', { connectionId }), onSettled: () => client.invalidateQueries({ queryKey: keys.connections }) });
}

/** The connection an error speaks of: some places know its id, a call over the network its name. */
export function useConnectionAt(place: string | undefined): ConnectionInfo | undefined {
  const connections = useConnections().data;
  return connections?.find(({ id }) => id === place) ?? connections?.find(({ name }) => name === place);
}
