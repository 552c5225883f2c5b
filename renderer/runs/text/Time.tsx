import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { absoluteTime, clockTime, localeOf, relativeTime, shortDateTime } from './timeText.ts';

interface TimeProps {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `relative`: "4 min ago", keeps itself true; `clock`: time of day; `date`: day and time. */
  readonly look?: 'relative' | 'clock' | 'date';
  readonly className?: string;
}

/** A moment; the whole of it, to the second, stands in the hover. */
export function Time({ at, look = 'relative', className }: TimeProps) {
  const { i18n } = useTranslation();
  const locale = localeOf(i18n.language);
  const now = useNow(look === 'relative');
  const text = look === 'clock' ? clockTime(at, locale) : look === 'date' ? shortDateTime(at, now, locale) : relativeTime(at, now, locale);
  return (
    <time dateTime={new Date(at).toISOString()} title={absoluteTime(at, locale)} className={className}>
      {text}
    </time>
  );
}

const HALF_MINUTE = 30_000;

/** The present, renewed every half minute; distances in minutes need no more. */
export function useNow(ticking = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), HALF_MINUTE);
    return () => clearInterval(timer);
  }, [ticking]);
  // An event may be younger than the last tick.
  return Math.max(now, ticking ? 0 : Date.now());
}

/** The notation of the language the app speaks. */
export function useLocale(): string {
  const { i18n } = useTranslation();
  return localeOf(i18n.language);
}
