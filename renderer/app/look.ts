import { useEffect } from 'react';
import { setLanguage } from '#renderer/i18n/i18n.ts';
import { pickLanguage } from '#shared/languages.ts';
import { usePreferences } from '#renderer/queries/app.ts';

/** Puts the chosen theme, or the system's, on the root element for tokens.css, and follows the chosen language. */
export function useLook(): void {
  const preferences = usePreferences().data;
  const theme = preferences?.theme ?? 'system';
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);

  const language = preferences?.language;
  useEffect(() => {
    if (preferences) void setLanguage(pickLanguage(language, navigator.language));
  }, [preferences, language]);
}
