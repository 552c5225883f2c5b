import { ipcMain, nativeTheme } from 'electron';
import Store from 'electron-store';
import type { PreferenceStore } from '#host/host.ts';
import { PreferencesSchema, type Preferences } from '#shared/ipc/contract.ts';
import type { WindowState } from './window/windowState.ts';

interface Kept {
  preferences?: Preferences;
  window?: WindowState;
}

/** What the program remembers of its own look: a small JSON file in the user's data folder, never anything of a workspace. */
export function makeAppStore() {
  const store = new Store<Kept>({ name: 'window-and-preferences', clearInvalidConfig: true });
  // electron-store opens a channel of its own to renderers; ours have no use for it.
  ipcMain.removeAllListeners('electron-store-get-data');

  const read = (): Preferences => {
    const parsed = PreferencesSchema.safeParse(store.get('preferences') ?? {});
    return parsed.success ? parsed.data : {};
  };
  const changed = new Set<(preferences: Preferences) => void>();

  const preferences: PreferenceStore = {
    get: async () => read(),
    set: async (change) => {
      const before = read();
      const next: Preferences = { ...before, ...change, ...((before.layout ?? change.layout) && { layout: { ...before.layout, ...change.layout } }) };
      store.set('preferences', next);
      applyTheme(next);
      for (const listener of changed) listener(next);
      return next;
    },
  };
  applyTheme(read());
  return {
    preferences,
    current: read,
    onChange: (listener: (preferences: Preferences) => void) => void changed.add(listener),
    windowState: {
      get: (): WindowState | undefined => store.get('window'),
      set: (state: WindowState): void => store.set('window', state),
    },
  };
}

export type AppStore = ReturnType<typeof makeAppStore>;

/** Menus, title bar and the page's `prefers-color-scheme` follow the choice. */
function applyTheme({ theme }: Preferences): void {
  nativeTheme.themeSource = theme ?? 'system';
}
