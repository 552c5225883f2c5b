import { BrowserWindow, Notification } from 'electron';
import type { Notice } from '#shared/ipc/contract.ts';
import { sayNotice } from './noticeTexts.ts';

interface NoticeOptions {
  /** A language tag such as `pt-BR`. */
  readonly language: string;
  readonly isWanted: boolean;
  readonly onClick: () => void;
}

/** Not collected while they stand: the click would be lost. */
const standing = new Set<Notification>();

/** Tells it on the desktop, unless the user does not want that or looks at what they began themselves. */
export function showNotice(notice: Notice, { language, isWanted, onClick }: NoticeOptions): void {
  if (!isWanted || !Notification.isSupported()) return;
  if (notice.byPerson && BrowserWindow.getFocusedWindow() !== null) return;
  const notification = new Notification(sayNotice(notice, language));
  standing.add(notification);
  notification.on('close', () => standing.delete(notification));
  notification.on('click', () => {
    standing.delete(notification);
    onClick();
  });
  notification.show();
}
