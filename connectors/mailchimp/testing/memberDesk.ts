import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { TargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { Customer } from '#shared/entities/customer.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { members } from '../targets/members/members.ts';
import type { OpenAccount } from './openAccount.ts';

export interface MemberDesk extends Pick<TargetDesk, 'ledger'> {
  apply(customer: Partial<Customer> & { readonly [field: string]: unknown }, options?: Parameters<TargetDesk['apply']>[1]): ReturnType<TargetDesk['apply']>;
}

/** The members target at work on customers that need not be whole. */
export async function openMembers(account: OpenAccount, settings: Settings = {}, ledger: Map<string, LedgerEntry> = new Map()): Promise<MemberDesk> {
  const desk = await openTargetDesk(members, { client: account.client, settings: { audience: account.audience, ...settings }, ledger });
  return { ledger, apply: (customer, options) => desk.apply({ sourceId: '58', ...customer }, options) };
}
