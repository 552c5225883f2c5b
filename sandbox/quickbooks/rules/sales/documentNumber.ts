import { preferenceGroup } from '../../company.ts';
import type { Company } from '../../company.ts';
import { faultLine, refuse } from '../../faults.ts';
import { textAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Change } from '../rule.ts';

/**
 * With custom numbers the client's number is kept and none stays none; without, the service counts on. Two documents of one
 * type may not share a number (6140 names the holder) unless the client or the company allows it.
 */
export function documentNumber(change: Change, company: Company): JsonObject {
  const { definition, previous, fields, include } = change;
  const told = textAt(fields, 'DocNumber');
  const custom = preferenceGroup(company, 'SalesFormsPrefs')['CustomTxnNumbers'] === true;
  if (told === 'AUTO_GENERATE' || fields['AutoDocNumber'] === true) return { DocNumber: nextNumber(change, company), AutoDocNumber: undefined };
  if (told === undefined) return custom || previous ? {} : { DocNumber: nextNumber(change, company) };
  const mayRepeat = include.has('allowduplicatedocnum') || !company.settings.warnDuplicateDocNumbers;
  if (!mayRepeat && told !== textAt(previous?.json, 'DocNumber')) {
    const holder = company.store.table(definition.name).find('DocNumber', told)[0];
    if (holder) refuse(faultLine.duplicateDocNumber(told, definition.label, holder.id));
  }
  return {};
}

function nextNumber({ definition }: Change, company: Company): string {
  const table = company.store.table(definition.name);
  for (;;) {
    const number = String(1000 + Number(company.store.nextId(`numbers of ${definition.name}`)));
    if (table.find('DocNumber', number).length === 0) return number;
  }
}
