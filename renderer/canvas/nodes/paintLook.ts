import type { Paint } from '#shared/flow/document.ts';

/** Ground and line of a frame or a note by its colour; whole names, because the style sheet is made from what stands in the files. */
export const paintLook: Readonly<Record<Paint, { readonly ground: string; readonly line: string; readonly dot: string }>> = {
  grey: { ground: 'bg-paint-grey-soft', line: 'border-paint-grey', dot: 'bg-paint-grey' },
  blue: { ground: 'bg-paint-blue-soft', line: 'border-paint-blue', dot: 'bg-paint-blue' },
  green: { ground: 'bg-paint-green-soft', line: 'border-paint-green', dot: 'bg-paint-green' },
  yellow: { ground: 'bg-paint-yellow-soft', line: 'border-paint-yellow', dot: 'bg-paint-yellow' },
  pink: { ground: 'bg-paint-pink-soft', line: 'border-paint-pink', dot: 'bg-paint-pink' },
  violet: { ground: 'bg-paint-violet-soft', line: 'border-paint-violet', dot: 'bg-paint-violet' },
};
