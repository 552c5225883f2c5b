import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '#renderer/bridge.ts';
import { keys } from '#renderer/queries/keys.ts';
import { autosave } from './autosave.ts';
import { useEditor } from './editorStore.ts';

/**
 * Opens a flow for editing for as long as the caller is on screen: read once, then the editor holds the document and autosave watches the
 * file. One caller at a time. `isOpen` is false while it is being read; `opened` says why when it cannot be.
 */
export function useOpenFlow(flowId: string) {
  const opened = useQuery({ queryKey: keys.flow(flowId), queryFn: () => call('flows.get', { flowId }), staleTime: 0, gcTime: 0, refetchOnMount: 'always' });
  const isOpen = useEditor((state) => state.flow?.id === flowId);

  useEffect(() => {
    if (opened.data && !opened.isFetching && useEditor.getState().flow?.id !== flowId) useEditor.getState().openFlow(opened.data.document, opened.data.revision);
  }, [opened.data, opened.isFetching, flowId]);
  useEffect(() => {
    if (!isOpen) return;
    const stop = autosave();
    return () => {
      stop();
      useEditor.getState().closeFlow();
    };
  }, [isOpen]);
  return { isOpen, opened };
}
