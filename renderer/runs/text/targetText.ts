import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** `SalesReceipt` → `Sales receipt`: the service's word for a kind of document, as a person writes it. */
export function humanType(type: string): string {
  const words = type.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `Sales receipt 20260117`: the document's own number when it has one, else the service's id; kinds we know in the reader's language. */
export function useTargetText() {
  const { t } = useTranslation('runs');
  return useCallback(
    (target: { readonly type: string; readonly id: string; readonly label?: string }) => `${t(`documentType.${target.type}`, { defaultValue: humanType(target.type) })} ${target.label ?? target.id}`,
    [t],
  );
}
