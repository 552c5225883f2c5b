import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '#shared/records/runs.ts';
import { checkSums, totalsBy, type Total } from '#shared/records/totals.ts';
import { startRun } from '#renderer/state/startRun.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { focusFirst } from '#renderer/ui/focusFirst.ts';
import { InlineAmount } from '../text/InlineAmount.tsx';

/** Asks before a plan is carried out, with what will be written and what it comes to. */
export function CarryOut({ run, totals, open, onClose }: { readonly run: RunSummary; readonly totals: readonly Total[]; readonly open: boolean; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation(['runs', 'words']);
  const [busy, setBusy] = useState(false);
  const check = checkSums(totals);
  const confirm = () => {
    setBusy(true);
    void startRun({ dryRun: false, carryOut: run.runId }).finally(() => {
      setBusy(false);
      onClose();
    });
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('plan.confirmTitle')}
      actions={
        <>
          <Button ref={focusFirst} onClick={onClose}>{t('plan.cancel')}</Button>
          <Button look="primary" busy={busy} onClick={confirm}>
            {t('plan.confirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-13">
        <table className="w-full border-collapse">
          <tbody>
            {totalsBy(totals, 'write').map(({ key, count }) => (
              <tr key={key} className="border-t border-line first:border-t-0">
                <th scope="row" className="py-0.5 text-left font-normal">{t(`words:${key}`, { defaultValue: key })}</th>
                <td className="tabular py-0.5 text-right">{count.toLocaleString(i18n.language)}</td>
              </tr>
            ))}
          </tbody>
          {check && (
            <tfoot>
              <tr className="border-t border-line-strong font-medium">
                <th scope="row" className="py-1 text-left [font-weight:inherit]">{t('plan.documents')}</th>
                <td className="py-1 text-right">
                  <InlineAmount amount={`${check.documents} ${check.currency}`} />
                </td>
              </tr>
            </tfoot>
          )}
        </table>
        <p className="text-muted">{t('plan.confirmText')}</p>
      </div>
    </Dialog>
  );
}
