import { classes } from './classes.ts';

export function Spinner({ className }: { readonly className?: string }) {
  return <span aria-hidden className={classes('inline-block size-3.5 shrink-0 animate-turn rounded-full border-2 border-current border-r-transparent opacity-70', className)} />;
}
