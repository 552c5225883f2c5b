import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';

export interface Said {
  readonly what: string;
  readonly fix?: string;
}

/**
 * Reasons and errors in the reader's language: by code, from `reasons.json` and `errors.json`; the English text that
 * came with it is the fallback, so that nothing is ever shown as a bare code.
 */
export function useReasonText() {
  const { t, i18n } = useTranslation(['reasons', 'errors']);
  const say = useCallback(
    (key: string, params: Readonly<Record<string, string>> | undefined, english: string | undefined) => (i18n.exists(key) ? String(t(key as never, (params ?? {}) as never)) : english),
    [t, i18n],
  );
  const ofReason = useCallback(
    (reason: Reason): Said => {
      const fix = say(`errors:${reason.code}.fix`, reason.params, reason.fix);
      const what = say(`reasons:${reason.code}`, reason.params, undefined) ?? say(`errors:${reason.code}.what`, reason.params, reason.text) ?? reason.text;
      return { what, ...(fix && { fix }) };
    },
    [say],
  );
  const ofError = useCallback(
    (error: ErrorData): Said => {
      const fix = say(`errors:${error.code}.fix`, error.params, error.fix);
      return { what: say(`errors:${error.code}.what`, error.params, error.what) ?? error.what, ...(fix && { fix }) };
    },
    [say],
  );
  return { ofReason, ofError };
}
