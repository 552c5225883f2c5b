import { FileSpreadsheet, Globe, type LucideIcon } from 'lucide-react';
import { classes } from './classes.ts';

/** Letters and a colour of our own for each service; their logos are not ours to ship. */
const marks: Readonly<Record<string, { readonly letters: string; readonly ground: string }>> = {
  mplus: { letters: 'M+', ground: 'bg-[#c2410c]' },
  quickbooks: { letters: 'qb', ground: 'bg-[#207a3a]' },
  mailchimp: { letters: 'mc', ground: 'bg-[#6d5a00]' },
};

/** Not somebody's service but a kind of place: a sign instead of letters. */
const places: Readonly<Record<string, { readonly icon: LucideIcon; readonly ground: string }>> = {
  file: { icon: FileSpreadsheet, ground: 'bg-[#3f5573]' },
  http: { icon: Globe, ground: 'bg-[#5b4a8a]' },
};
const iconSize = { small: 12, normal: 16, large: 20 } as const;

/** The square that says which service this is, at a glance. Decoration, drawn and not text: the name always stands beside it. */
export function ServiceMark({ connector, size = 'normal', className }: { readonly connector: string; readonly size?: 'small' | 'normal' | 'large'; readonly className?: string }) {
  const place = places[connector];
  if (place) {
    const { icon: Icon, ground } = place;
    return (
      <span aria-hidden className={classes('inline-flex shrink-0 items-center justify-center text-[#fff]', { small: 'size-5 rounded-4', normal: 'size-8 rounded-6', large: 'size-10 rounded-8' }[size], ground, className)}>
        <Icon size={iconSize[size]} />
      </span>
    );
  }
  const mark = marks[connector] ?? { letters: connector.slice(0, 2), ground: 'bg-[#52525b]' };
  const box = { small: 'size-5 rounded-4 text-[9px]', normal: 'size-8 rounded-6 text-12', large: 'size-10 rounded-8 text-15' }[size];
  return (
    <span aria-hidden data-letters={mark.letters} className={classes('before:content-[attr(data-letters)] inline-flex shrink-0 items-center justify-center font-semibold tracking-tight text-[#fff]', box, mark.ground, className)} />
  );
}
