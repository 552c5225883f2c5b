import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '#renderer/queries/keys.ts';
import { toast } from '#renderer/ui/toast.tsx';
import { autosave, saveNow } from './autosave.ts';
import { useEditor } from './editorStore.ts';
import { openFlow } from './openEarly.ts';

/**
 * Opens a flow for editing for as long as the caller is on screen: read once, then the editor holds the document and autosave watches the
 * file. One caller at a time. `isOpen` is false while it is being read; `opened` says why when it cannot be.
 */
export function useOpenFlow(flowId: string) {
  const { t } = useTranslation('editor');
  const opened = useQuery({ queryKey: keys.flow(flowId), queryFn: () => openFlow(flowId), staleTime: 0, gcTime: 0, refetchOnMount: 'always' });
  const isOpen = useEditor((state) => state.flow?.id === flowId);

  useEffect(() => {
    if (!opened.data || opened.isFetching || useEditor.getState().flow?.id === flowId) return;
    useEditor.getState().openFlow(opened.data);
    if (opened.data.note) toast(t(`opened.${opened.data.note}`));
  }, [opened.data, opened.isFetching, flowId, t]);
  useEffect(() => {
    if (!isOpen) return;
    const stop = autosave();
    // The window is closed or loaded anew: what is being typed goes into the journal while the page can still speak.
    const end = () => void saveNow();
    window.addEventListener('beforeunload', end);
    return () => {
      window.removeEventListener('beforeunload', end);
      stop();
      useEditor.getState().closeFlow();
    };
  }, [isOpen]);
  return { isOpen, opened };
}
