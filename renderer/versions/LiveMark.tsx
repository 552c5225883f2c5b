import { PencilLine, Radio } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classes } from '#renderer/ui/classes.ts';

/** How a flow that runs by itself is marked: `Draft` when the schedule runs another version than the one that is drawn, else `Live`. */
export function LiveMark({ isDraft }: { readonly isDraft: boolean }) {
  const { t } = useTranslation('versions');
  const Icon = isDraft ? PencilLine : Radio;
  return (
    <span className={classes('inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-2 text-12 font-medium', isDraft ? 'bg-sunken text-muted' : 'bg-accent-soft text-accent')}>
      <Icon size={12} aria-hidden />
      {t(isDraft ? 'live.badgeDraft' : 'live.badgeLive')}
    </span>
  );
}
