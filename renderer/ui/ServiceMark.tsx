import { FileSpreadsheet, Globe, type LucideIcon } from 'lucide-react';
import { classes } from './classes.ts';

/** Letters and a colour of our own for each service; their logos are not ours to ship. */
const marks: Readonly<Record<string, { readonly letters: string; readonly ground: string }>> = {
  mplus: { letters: 'M+', ground: 'bg-mark-mplus' },
  quickbooks: { letters: 'qb', ground: 'bg-mark-quickbooks' },
  mailchimp: { letters: 'mc', ground: 'bg-mark-mailchimp' },
};

/** Not somebody's service but a kind of place: a sign instead of letters. */
const places: Readonly<Record<string, { readonly icon: LucideIcon; readonly ground: string }>> = {
  file: { icon: FileSpreadsheet, ground: 'bg-mark-file' },
  http: { icon: Globe, ground: 'bg-mark-http' },
};
const iconSize = { small: 12, normal: 16, large: 20 } as const;

/** The square that says which service this is, at a glance. Decoration, drawn and not text: the name always stands beside it. */
export function ServiceMark({ connector, size = 'normal', className }: { readonly connector: string; readonly size?: 'small' | 'normal' | 'large'; readonly className?: string }) {
  const place = places[connector];
  if (place) {
    const { icon: Icon, ground } = place;
    return (
      <span aria-hidden className={classes('inline-flex shrink-0 items-center justify-center text-on-mark', { small: 'size-5 rounded-4', normal: 'size-8 rounded-6', large: 'size-10 rounded-8' }[size], ground, className)}>
        <Icon size={iconSize[size]} />
      </span>
    );
  }
  const mark = marks[connector] ?? { letters: connector.slice(0, 2), ground: 'bg-mark-other' };
  const box = { small: 'size-5 rounded-4 text-10', normal: 'size-8 rounded-6 text-12', large: 'size-10 rounded-8 text-15' }[size];
  return (
    <span aria-hidden data-letters={mark.letters} className={classes('before:content-[attr(data-letters)] inline-flex shrink-0 items-center justify-center font-semibold tracking-tight text-on-mark', box, mark.ground, className)} />
  );
}
