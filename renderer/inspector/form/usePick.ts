import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { PickOption } from '#shared/catalog/catalog.ts';
import type { PickList } from '#shared/settings/fields.ts';
import { usePickList, usePickLists as useLists, useRefreshPickList } from '#renderer/queries/lists.ts';

export interface Picked {
  readonly options: readonly PickOption[];
  readonly loading: boolean;
  /** Why there is no list; values are typed then. */
  readonly offline: string | undefined;
  /** Reads the list from the service once more; absent when there is nobody to ask. */
  readonly onRefresh?: (() => void) | undefined;
}

const nothing: readonly PickOption[] = [];

/** The entries of a pick list, from the node's own connection or the one that feeds its branch. */
export function usePick(list: PickList | undefined, ownConnection: string | undefined, sourceConnection: string | undefined): Picked {
  const { t } = useTranslation('editor');
  const connection = list?.of === 'source' ? sourceConnection : ownConnection;
  const answer = usePickList(connection, list?.list);
  const refresh = useRefreshPickList(connection, list?.list);
  if (!list) return { options: [], loading: false, offline: undefined };
  if (!connection) return { options: [], loading: false, offline: t(list.of === 'source' ? 'form.noSourceConnection' : 'form.noOwnConnection') };
  return { options: answer.data ?? [], loading: answer.isLoading || refresh.isPending, onRefresh: () => refresh.mutate(), offline: answer.isError && !refresh.isPending ? t('form.offline', { what: asFluxoError(answer.error).data.what }) : undefined };
}

/** The same for several lists at once; columns without a list have no entries. */
export function usePickLists(lists: readonly (PickList | undefined)[], ownConnection: string | undefined, sourceConnection: string | undefined): readonly Picked[] {
  const { t } = useTranslation('editor');
  const connectionOf = (list: PickList) => (list.of === 'source' ? sourceConnection : ownConnection);
  const answers = useLists(lists.map((list) => (list && connectionOf(list) !== undefined ? { connectionId: connectionOf(list)!, list: list.list } : null)));
  return lists.map((list, index): Picked => {
    const answer = answers[index];
    if (!list) return { options: nothing, loading: false, offline: undefined };
    if (connectionOf(list) === undefined) return { options: nothing, loading: false, offline: t(list.of === 'source' ? 'form.noSourceConnection' : 'form.noOwnConnection') };
    return { options: answer?.data ?? nothing, loading: answer?.isLoading ?? false, offline: answer?.isError ? t('form.offline', { what: asFluxoError(answer.error).data.what }) : undefined };
  });
}
