import type { Page } from 'playwright-core';
import type { Answer, Bridge, CallName, Input, Output } from '#shared/ipc/contract.ts';

declare const window: { readonly fluxo: Bridge };

/** Does a call of the contract from the page, as its own code would, and gives the answer as it crossed. */
export function ask<C extends CallName>(page: Page, name: C, input: Input<C>): Promise<Answer<Output<C>>> {
  return page.evaluate(([call, value]) => (window.fluxo.calls[call as CallName] as (given: unknown) => Promise<never>)(value), [name, input] as const);
}

/** The data of a call that must succeed. */
export async function told<C extends CallName>(page: Page, name: C, input: Input<C>): Promise<Output<C>> {
  const answer = await ask(page, name, input);
  if (answer.ok) return answer.data;
  throw new Error(`${name}: ${answer.error.code} ${answer.error.what}`);
}
