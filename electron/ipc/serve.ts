import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron';
import { callNames, type Answer, type EventName, type Events } from '#shared/ipc/contract.ts';
import { isOwnUrl } from '../origin.ts';
import { callChannel, eventChannel } from './channels.ts';
import { dispatch, refused, type Perform } from './dispatch.ts';

/** The border: the only place that listens to pages. Checks who asks, then what; see `dispatch`. */
export function serveCalls(perform: Perform): void {
  for (const name of callNames) {
    ipcMain.handle(callChannel(name), async (event, input: unknown) => {
      if (!isTrusted(event)) return asText({ ok: false, error: refused(name, 'This page may not call Fluxo.').data });
      return asText(await dispatch(name, input, perform));
    });
  }
}

/** See `TextBridge`. */
const asText = (answer: Answer<unknown>): string => JSON.stringify(answer);

/** The main frame of a window of ours, showing a page of ours. A sender that is gone is no sender. */
function isTrusted({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
  if (senderFrame === null || senderFrame.parent !== null || sender.isDestroyed()) return false;
  return isOwnUrl(senderFrame.url) && BrowserWindow.fromWebContents(sender) !== null;
}

/** Tells every window that shows a page of ours. */
export function tellWindows<E extends EventName>(event: E, payload: Events[E]): void {
  for (const { webContents } of BrowserWindow.getAllWindows()) {
    if (!webContents.isDestroyed() && isOwnUrl(webContents.getURL())) webContents.send(eventChannel(event), payload);
  }
}
