import type { Order } from '#shared/entities/order.ts';
import { compileTemplate } from '#shared/mapping/compile.ts';
import { sha256 } from '../../requestId.ts';

/** The service keeps so many characters of a document number. */
const longest = 21;

/** A template as a function of the order that gives a number of at most 21 characters; empty when the service is to number by itself. */
export function compileDocNumber(template: string): (order: Order) => string {
  if (template.trim() === '') return () => '';
  const fill = compileTemplate(template);
  return (order) => shortNumber(clean(fill(order)) || clean(order.sourceId));
}

/** Cut, with a piece of the whole number's hash behind it, so that two long numbers that begin alike stay two. */
function shortNumber(number: string): string {
  if ([...number].length <= longest) return number;
  const hash = sha256(number).slice(0, 8);
  return `${[...number].slice(0, longest - hash.length - 1).join('')}-${hash}`;
}

const clean = (text: string) => text.replace(/\s+/g, ' ').trim();
