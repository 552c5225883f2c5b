import { Separator } from 'react-resizable-panels';
import { classes } from './classes.ts';

/** The line between two panels: one pixel to see, nine to grab; arrow keys move it. */
export function Splitter({ vertical = false }: { readonly vertical?: boolean }) {
  return (
    <Separator
      className={classes(
        'relative z-10 bg-line transition-colors outline-none hover:bg-accent data-[separator=active]:bg-accent focus-visible:bg-accent focus-visible:ring-1 focus-visible:ring-accent',
        'after:absolute after:content-[""]',
        vertical ? 'h-px after:inset-x-0 after:-inset-y-1' : 'w-px after:inset-y-0 after:-inset-x-1',
      )}
    />
  );
}
