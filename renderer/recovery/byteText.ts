const steps = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** `4.2 MB`: a size as the reader's language writes it, with one digit behind the comma while it is small. */
export function byteText(bytes: number, locale: string): string {
  let size = bytes / 1000;
  let step = 0;
  while (size >= 1000 && step < steps.length - 1) {
    size /= 1000;
    step += 1;
  }
  return new Intl.NumberFormat(locale, { style: 'unit', unit: steps[step]!, maximumFractionDigits: size < 100 ? 1 : 0 }).format(size);
}
