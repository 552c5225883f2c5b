import type { i18n as I18n, TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { sayNumbers } from './numberText.ts';

export interface Said {
  readonly what: string;
  readonly fix?: string;
}

/**
 * Reasons and errors in the reader's language: by code, from `reasons.json` and `errors.json`. The English text that
 * came along stands in where a language has none, or where the error lacks a value its sentence needs.
 */
export function useSpoken() {
  const { t, i18n } = useTranslation(['reasons', 'errors', 'settings']);
  return useMemo(() => speaker(t as unknown as TFunction, i18n), [t, i18n]);
}

export function speaker(t: TFunction, i18n: I18n) {
  const say = (key: string, params: Readonly<Record<string, string>> | undefined, english: string | undefined) => {
    if (english === undefined || !i18n.exists(key)) return english;
    const said = String(t(key, sayNumbers(params ?? {}, i18n.language)));
    return said.includes('{{') ? english : said;
  };
  /** The name of a setting comes in English; the forms have it in the reader's language. */
  const withLabel = (error: ErrorData) => {
    const label = error.parkedOn && settingLabel(i18n, error.parkedOn.setting);
    return label ? { ...error.params, label } : error.params;
  };
  return {
    ofReason: (reason: Reason): Said => {
      const fix = say(`errors:${reason.code}.fix`, reason.params, reason.fix);
      const asError = say(`errors:${reason.code}.what`, reason.params, reason.text) ?? reason.text;
      return { what: i18n.exists(`reasons:${reason.code}`) ? (say(`reasons:${reason.code}`, reason.params, reason.text) ?? reason.text) : asError, ...(fix && { fix }) };
    },
    ofError: (error: ErrorData): Said => {
      const params = withLabel(error);
      const fix = say(`errors:${error.code}.fix`, params, error.fix);
      const what = say(`errors:${error.code}.what`, params, error.what) ?? error.what;
      return { what: error.words ? `${what} “${error.words}”` : what, ...(fix && { fix }) };
    },
  };
}

/** Looks through the texts of all owners: which one a parked value belongs to is not part of the error. */
function settingLabel(i18n: I18n, setting: string): string | undefined {
  const find = (texts: unknown): string | undefined => {
    if (texts === null || typeof texts !== 'object') return undefined;
    const own = (texts as Record<string, unknown>)[setting];
    if (own !== null && typeof own === 'object' && 'label' in own && typeof own.label === 'string') return own.label;
    return Object.values(texts).map(find).find((label) => label !== undefined);
  };
  return find(i18n.getResourceBundle(i18n.language, 'settings'));
}
