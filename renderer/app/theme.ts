import { useEffect } from 'react';
import { useLayout } from '#renderer/state/layoutStore.ts';

/** Puts the chosen theme, or the system's, on the root element for tokens.css. */
export function useTheme(): void {
  const theme = useLayout((state) => state.theme);
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
}
