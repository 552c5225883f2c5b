import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { useExportRecords } from '#renderer/queries/records.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ErrorNote } from '#renderer/ui/states.tsx';
import { Checkbox } from '#renderer/ui/toggles.tsx';
import { CopyButton } from '../story/CopyButton.tsx';

export interface ExportAsked {
  /** A run, or a flow, and the filter. */
  readonly filter: Omit<Parameters<ReturnType<typeof useExportRecords>['mutate']>[0], 'format' | 'personal' | 'fields'>;
  /** Records in it, as far as they were counted. */
  readonly count: string;
  /** Own fields of the records that are shown as columns. */
  readonly fields: readonly string[];
}

/** Writes what the log shows into a file of the workspace; personal data only when asked for. */
export function ExportDialog({ asked, onClose }: { readonly asked: ExportAsked; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('records');
  const [format, setFormat] = useState<'csv' | 'json'>('csv');
  const [personal, setPersonal] = useState(false);
  const make = useExportRecords();
  const name = useId();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('export.title', { count: asked.count })}
      actions={
        make.data ? (
          <>
            <CopyButton words label={t('export.copyPath')} text={() => make.data.file} />
            <Button look="primary" onClick={onClose}>{t('export.close')}</Button>
          </>
        ) : (
          <>
            <Button look="quiet" onClick={onClose}>{t('export.cancel')}</Button>
            <Button look="primary" busy={make.isPending} onClick={() => make.mutate({ ...asked.filter, format, personal, fields: [...asked.fields] })}>{t('export.write')}</Button>
          </>
        )
      }
    >
      {make.data ? (
        <p className="text-13" role="status" data-selectable>
          {t('export.done', { records: make.data.records.toLocaleString(i18n.language) })} <span className="font-mono text-12 break-all">{make.data.file}</span>
        </p>
      ) : (
        <div className="flex flex-col gap-3">
          <fieldset className="flex flex-col gap-2">
            <legend className="sr-only">{t('export.format')}</legend>
            {(['csv', 'json'] as const).map((each) => (
              <label key={each} className="flex items-start gap-2 rounded-6 border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft">
                <input type="radio" name={name} value={each} checked={format === each} onChange={() => setFormat(each)} className="mt-1 accent-accent" />
                <span>
                  <span className="block text-13 font-medium">{t(`export.${each}`)}</span>
                  <span className="block text-12 text-muted">{t(`export.${each}Help`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <label className="flex items-start gap-2 text-13">
            <Checkbox checked={personal} onChange={setPersonal} />
            <span>
              <span className="block">{t('export.personal')}</span>
              <span className="block text-12 text-muted">{t('export.personalHelp')}</span>
            </span>
          </label>
          {make.isError && <ErrorNote error={asFluxoError(make.error).data} />}
        </div>
      )}
    </Dialog>
  );
}
