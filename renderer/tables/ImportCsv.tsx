import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { withRowsRead, type TableDocument } from '#shared/tables/table.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { useReadCsv } from '#renderer/queries/tables.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ErrorNote } from '#renderer/ui/states.tsx';
import { TextArea } from '#renderer/ui/inputs.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';

interface ImportCsvProps {
  readonly table: TableDocument;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onTake: (table: TableDocument) => void;
}

/** Rows from a CSV file or from the clipboard: what is wrong is told line by line before anything is taken. */
export function ImportCsv({ table, isOpen, onClose, onTake }: ImportCsvProps) {
  const { t } = useTranslation('tables');
  const { ofReason } = useSpoken();
  const read = useReadCsv();
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [how, setHow] = useState<'add' | 'replace'>('add');
  const look = (csv: string) => {
    setText(csv);
    if (csv.trim() === '') read.reset();
    else read.mutate({ kind: table.kind, columns: table.kind === 'countries' ? table.columns : [], text: csv });
  };
  const close = () => {
    setText('');
    read.reset();
    onClose();
  };
  const found = read.data;
  const count = found ? (table.kind === 'pairs' ? found.pairs.length : found.countries.length) : 0;
  return (
    <Dialog
      open={isOpen}
      onClose={close}
      title={t('import.title')}
      className="w-150"
      actions={
        <>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button look="primary" disabled={count === 0} onClick={() => {
            if (found) onTake(withRowsRead(table, found, how));
            close();
          }}>{t('import.take', { count })}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-muted">{t('import.help', { columns: (table.kind === 'pairs' ? ['from', 'to'] : ['country', ...table.columns.map(({ key }) => key)]).join(', ') })}</p>
        <TextArea aria-label={t('import.paste')} placeholder={t('import.paste')} rows={7} value={text} onChange={(event) => look(event.target.value)} className="font-mono text-12" />
        <div className="flex items-center justify-between gap-3">
          <Button icon={FileUp} onClick={() => file.current?.click()}>{t('import.choose')}</Button>
          <input ref={file} type="file" accept=".csv,.tsv,.txt,text/csv" aria-label={t('import.choose')} tabIndex={-1} aria-hidden className="sr-only" onChange={(event) => {
            void event.target.files?.[0]?.text().then(look);
            event.target.value = '';
          }} />
          <Segmented label={t('import.how')} value={how} onChange={setHow} options={[{ value: 'add', label: t('import.add') }, { value: 'replace', label: t('import.replace') }]} />
        </div>
        {read.isError && <ErrorNote error={asFluxoError(read.error).data} />}
        {found && (
          <div role="status" className="flex flex-col gap-1.5">
            <p className="font-medium">{t('import.found', { count })}</p>
            {found.faults.length > 0 && (
              <ul className="scroll-y max-h-32 rounded-6 bg-parked-soft px-3 py-2 text-12" data-selectable>
                {found.faults.map(({ line, reason }) => (
                  <li key={`${line} ${reason.code}`}>
                    <span className="tabular font-medium">{t('import.line', { line })}</span> {ofReason(reason).what}
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
      </div>
    </Dialog>
  );
}
