import type { Page } from 'playwright-core';
import type { Answer, CallName, Input, Output } from '#shared/ipc/contract.ts';

declare const window: { readonly fluxo: { readonly calls: Readonly<Record<string, (input: unknown) => Promise<string>>> } };

/** Does a call of the contract from the page, as its own code would, and gives the answer as it crossed. */
export async function ask<C extends CallName>(page: Page, name: C, input: Input<C>): Promise<Answer<Output<C>>> {
  const given: readonly [string, unknown] = [name, input];
  return JSON.parse((await page.evaluate(([call, value]) => window.fluxo.calls[call]?.(value), given)) ?? '') as Answer<Output<C>>;
}

/** The data of a call that must succeed. */
export async function told<C extends CallName>(page: Page, name: C, input: Input<C>): Promise<Output<C>> {
  const answer = await ask(page, name, input);
  if (answer.ok) return answer.data;
  throw new Error(`${name}: ${answer.error.code} ${answer.error.what}`);
}
