import { startFields } from '#connectors/sdk/startPoint.ts';
import type { SettingField } from '#shared/settings/fields.ts';

/** Most rows a page of the service holds. */
export const largestPage = 1000;

export const pageSizeField: SettingField = { key: 'pageSize', label: 'Records per page', type: 'number', group: 'Reading', default: 500, min: 1, max: largestPage, integer: true, help: 'How many QuickBooks is asked for at a time. Every page counts as one call.' };

export const activeOnlyField: SettingField = { key: 'activeOnly', label: 'Only active ones', type: 'boolean', group: 'What is read', default: true, help: 'Off: what was made inactive in QuickBooks comes too, and its record says so.' };

/** Where a stream that reads changes begins; the same for every entity. */
export const startSettings: readonly SettingField[] = [...startFields('Everything in QuickBooks'), pageSizeField];
