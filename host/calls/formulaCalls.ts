import type { Handlers } from '#shared/ipc/contract.ts';
import type { HostParts } from '../host.ts';

/** Formulas on a sample record, for the editor: in the formula process, so that nothing a stranger's flow holds can hold up a window. */
export function formulaCalls({ formulas }: HostParts): Pick<Handlers, 'formulas.try'> {
  return { 'formulas.try': async ({ text, scope }) => (await formulas.evaluate([{ text, scope }]))[0]! };
}
