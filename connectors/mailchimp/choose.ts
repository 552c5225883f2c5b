import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MailchimpClient } from './client.ts';
import { everyAudience, everyStore } from './lists.ts';
import { textOf } from './pages.ts';

type Choice = { readonly row: SourceRecord } | 'several' | 'none';

/** The row with this id, or with this name if only one has it, so that a flow can name a thing without knowing the account. */
function chosenIn(rows: readonly SourceRecord[], chosen: string): Choice {
  const wanted = chosen.trim();
  const byId = rows.find((row) => textOf(row['id']) === wanted);
  if (byId) return { row: byId };
  const [named, another] = rows.filter((row) => textOf(row['name']).trim() === wanted);
  return another ? 'several' : named ? { row: named } : 'none';
}

/** The audience of a setting, by id or name. Throws `setup` for none, an unknown and an unclear one. `field` is the setting's key. */
export async function findAudience(client: MailchimpClient, chosen: string, call: CallContext, field = 'audience'): Promise<SourceRecord> {
  const where = { field };
  const fix = 'Choose an audience in the settings of the node.';
  if (chosen.trim() === '') throw new FluxoError({ code: 'mailchimp.no_audience', kind: 'setup', what: 'No audience was chosen.', where, fix });
  const found = chosenIn(await everyAudience(client, call), chosen);
  if (found === 'several') throw new FluxoError({ code: 'mailchimp.audience_unclear', kind: 'setup', what: `Several audiences are called “${chosen}”.`, where, fix, params: { audience: chosen } });
  if (found === 'none') throw new FluxoError({ code: 'mailchimp.audience_gone', kind: 'setup', what: `The audience “${chosen}” is not in this MailChimp account.`, where, fix, params: { audience: chosen } });
  return found.row;
}

/** The same for reading: ids look like nothing else, and then nobody has to be asked. */
export async function audienceId(client: MailchimpClient, chosen: string, call: CallContext): Promise<string> {
  return /^[0-9a-f]{10}$/.test(chosen.trim()) ? chosen.trim() : textOf((await findAudience(client, chosen, call))['id']);
}

/** The store of a setting, by id or name; null when the account has none like it. Throws `setup` for an empty and an unclear choice. */
export async function findStore(client: MailchimpClient, chosen: string, call: CallContext): Promise<SourceRecord | null> {
  const where = { field: 'store' };
  const fix = 'Choose a store in the settings of the node.';
  if (chosen.trim() === '') throw new FluxoError({ code: 'mailchimp.no_store', kind: 'setup', what: 'No store was chosen.', where, fix });
  const found = chosenIn(await everyStore(client, call), chosen);
  if (found === 'several') throw new FluxoError({ code: 'mailchimp.store_unclear', kind: 'setup', what: `Several stores are called “${chosen}”.`, where, fix, params: { store: chosen } });
  return found === 'none' ? null : found.row;
}

/** The id of the store of a setting. Throws `setup` also when the account has none like it. */
export async function storeId(client: MailchimpClient, chosen: string, call: CallContext): Promise<string> {
  const found = await findStore(client, chosen, call);
  if (found) return textOf(found['id']);
  throw new FluxoError({ code: 'mailchimp.store_gone', kind: 'setup', what: `The store “${chosen}” is not in this MailChimp account.`, where: { field: 'store' }, params: { store: chosen }, fix: 'Choose a store in the settings of the node.' });
}
