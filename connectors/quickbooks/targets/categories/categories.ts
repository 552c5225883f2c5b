import * as z from 'zod';
import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, RecordContext, TargetSession } from '#connectors/sdk/connector.ts';
import { entityFlag, entityId, entityReader, entityText } from '#connectors/sdk/readEntity.ts';
import { categoryNames, categorySeparator } from '#shared/entities/category.ts';
import type { Category } from '#shared/entities/category.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import type { QuickBooksClient } from '../../client.ts';
import { createCategory, updateCategory } from '../../categories/categoryEffects.ts';
import { readCategories } from '../../categories/categoryTree.ts';
import { findOrMakeCategory, makeCategory } from '../../categories/findOrMake.ts';
import type { Categories } from '../../categories/findOrMake.ts';
import { deepestCategory, placesOf } from '../../categories/places.ts';
import { readCompany } from '../../company/company.ts';
import { kinds } from '../../entities.ts';
import type { Item } from '../../entities.ts';
import { asRow } from '../../updateEffect.ts';

type Context = RecordContext<QuickBooksClient>;

/** The choices of `quickbooks.categories`. */
interface CategorySettings {
  readonly createNew: boolean;
  readonly updateKnown: boolean;
  readonly inactive: 'skip' | 'write';
}

const fields: readonly SettingField[] = [
  { key: 'createNew', group: 'Products', label: 'Create new categories', type: 'boolean', default: true },
  { key: 'updateKnown', group: 'Products', label: 'Rename and move known categories', type: 'boolean', default: true, help: 'Everything in a category goes along. Nothing is ever deleted.' },
  { key: 'inactive', group: 'Products', label: 'Inactive in the source', type: 'choice', default: 'skip', options: [{ value: 'skip', label: 'Skip it' }, { value: 'write', label: 'Write it like any other' }] },
];

const readCategory = entityReader<Category>('category', z.object({ sourceId: entityId, name: entityText.optional(), path: entityText.optional(), parentId: entityText.optional(), active: entityFlag.optional() }) as unknown as z.ZodType<Category>);

/** Categories of QuickBooks by their full path: each once, renamed and moved with the source, never deleted. */
export const categories = defineTarget<QuickBooksClient>({
  name: 'categories',
  label: 'Categories',
  help: 'Makes the categories items stand in and keeps their names and places. QuickBooks has four levels; deeper ones are joined into the name of the fourth.',
  entity: 'category',
  settings: fields,
  asked: ['createNew', 'updateKnown'],
  effects: [createCategory, updateCategory],
  concurrency: 1,
  async open({ client, settings, ...call }): Promise<TargetSession> {
    const chosen = withDefaults(fields, settings) as unknown as CategorySettings;
    const company = await readCompany(client, call);
    if (!company.hasCategories) throw new FluxoError({ code: 'quickbooks.no_categories', kind: 'setup', what: 'This QuickBooks company has no categories: its plan does not include them.', fix: 'Choose another plan at Intuit, or switch this flow off.' });
    const known: Categories = { tree: await readCategories(client, call), making: new Map() };
    return {
      // A category and those in it depend on each other, so they go one by one.
      lane: () => 'categories',
      apply: (record, context) => applyCategory(record, chosen, known, context as Context),
    };
  },
});

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `quickbooks.${code}`, text, params });

async function applyCategory(record: SourceRecord, settings: CategorySettings, known: Categories, context: Context): Promise<ApplyResult> {
  const category = readCategory(record);
  if (category.active === false && settings.inactive === 'skip') return { outcome: 'skipped', reason: say('category_inactive', 'The category is inactive in the source.') };
  const told = categoryNames(category.path ?? '');
  const names = told.length > 0 ? told : [category.name ?? ''];
  const places = placesOf(names);
  const name = places.at(-1);
  if (name === undefined) throw new FluxoError({ code: 'record.missing', kind: 'data', what: 'The category has no name.', where: { field: 'name' }, params: { entity: 'category', field: 'name' }, fix: 'Map the field, or correct the record in the source.' });
  if (names.length > places.length) context.warn(say('category_too_deep', `QuickBooks has ${deepestCategory} levels of categories; the rest became the name “${name}”.`, { levels: String(deepestCategory), name }));

  const own = (await fromLedger(category, known, context)) ?? fromTwin(known, context);
  const parent = await parentOf(category, names, places, known, context);
  const found = own ?? known.tree.below(parent?.Id, name) ?? null;
  if (!found && !settings.createNew) return { outcome: 'skipped', reason: say('category_not_there', 'The category is not in QuickBooks, and new ones are not made.') };
  if (!found) {
    const made = await makeCategory(name, parent, known, context, { entity: 'category', key: category.sourceId });
    return { outcome: 'created', reason: say('new_category', `Created the category ${pathOf(made, known)}.`, { name: pathOf(made, known) }), target: { type: 'Category', id: made.Id, label: pathOf(made, known) } };
  }
  return change(found, name, parent, category, settings, known, context);
}

async function fromLedger(category: Category, { tree }: Categories, context: Context): Promise<Item | null> {
  const entry = await context.recall('category', category.sourceId);
  return (entry && tree.byId(entry.targetId)) ?? null;
}

function fromTwin({ tree }: Categories, context: Context): Item | null {
  return (context.twin?.keys ?? []).map((id) => tree.byId(id)).find((item) => item !== undefined) ?? null;
}

/** The parent by the ledger where the source names it, since it may just be about to get another name; else by the path. */
async function parentOf(category: Category, names: readonly string[], places: readonly string[], known: Categories, context: Context): Promise<Item | undefined> {
  if (places.length < 2) return undefined;
  const entry = category.parentId && names.length === places.length ? await context.recall('category', category.parentId) : null;
  const remembered = entry && known.tree.byId(entry.targetId);
  return remembered ?? (await findOrMakeCategory(places.slice(0, -1), known, context)) ?? undefined;
}

async function change(found: Item, name: string, parent: Item | undefined, category: Category, settings: CategorySettings, known: Categories, context: Context): Promise<ApplyResult> {
  const target = (item: Item) => ({ type: 'Category', id: item.Id, label: pathOf(item, known) });
  const isSame = found.Name === name && (found.ParentRef?.value ?? '') === (parent?.Id ?? '');
  if (isSame || !settings.updateKnown) {
    if (!context.dryRun) await context.adopt('category', category.sourceId, { targetType: 'Category', targetId: found.Id });
    return isSame ? { outcome: 'unchanged', reason: say('category_same', 'The category is there already, with this name and in this place.'), target: target(found) } : { outcome: 'skipped', reason: say('category_left', 'The category has another name or place in QuickBooks; known categories are not changed.'), target: target(found) };
  }
  const toTop = !parent && found.ParentRef !== undefined;
  const place = parent ? { SubItem: true, ParentRef: { value: parent.Id } } : {};
  // The only way to take a parent away is an update of the whole, and a category has nothing but its name.
  const changes = { Name: name, ...place, ...(toTop && { Type: 'Category' }) };
  const before = pathOf(found, known);
  const result = await context.effect('updateCategory', { id: found.Id, syncToken: found.SyncToken ?? '0', changes, ...(toTop && { whole: true }) }, { current: asRow(found), ledger: { entity: 'category', key: category.sourceId } });
  const { ParentRef: _before, ...rest } = found;
  const changed = kinds.item.parse({ ...rest, Name: name, ...place, SyncToken: result.version ?? found.SyncToken });
  if (!context.dryRun) known.tree.keep(changed);
  const after = pathOf(changed, known);
  return { outcome: 'updated', reason: say('category_moved', `${before} became ${after}.`, { before, after }), target: target(changed) };
}

/** Names from the top down, also of a category that a dry run only pretends to have made. */
function pathOf(item: Item, { tree }: Categories): string {
  return [...(item.ParentRef ? tree.path(item.ParentRef.value) : []), item.Name].join(categorySeparator);
}
