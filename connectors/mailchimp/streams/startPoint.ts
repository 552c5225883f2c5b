import type { SettingField } from '#shared/settings/fields.ts';
import { largestPage } from '../pages.ts';

export const pageSizeField: SettingField = { key: 'pageSize', label: 'Records per page', type: 'number', group: 'Reading', default: 250, min: 1, max: largestPage, integer: true, help: 'How many MailChimp is asked for at a time.' };
