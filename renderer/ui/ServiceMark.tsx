import { classes } from './classes.ts';

/** Letters and a colour of our own for each service; their logos are not ours to ship. */
const marks: Readonly<Record<string, { readonly letters: string; readonly ground: string }>> = {
  mplus: { letters: 'M+', ground: 'bg-[#c2410c]' },
  quickbooks: { letters: 'qb', ground: 'bg-[#207a3a]' },
  mailchimp: { letters: 'mc', ground: 'bg-[#6d5a00]' },
};

/** The square that says which service this is, at a glance. Decoration, drawn and not text: the name always stands beside it. */
export function ServiceMark({ connector, size = 'normal', className }: { readonly connector: string; readonly size?: 'small' | 'normal' | 'large'; readonly className?: string }) {
  const mark = marks[connector] ?? { letters: connector.slice(0, 2), ground: 'bg-[#52525b]' };
  const box = { small: 'size-5 rounded-4 text-[9px]', normal: 'size-8 rounded-6 text-12', large: 'size-10 rounded-8 text-15' }[size];
  return (
    <span aria-hidden data-letters={mark.letters} className={classes('before:content-[attr(data-letters)] inline-flex shrink-0 items-center justify-center font-semibold tracking-tight text-[#fff]', box, mark.ground, className)} />
  );
}
