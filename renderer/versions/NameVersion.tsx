import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeepVersion } from '#renderer/queries/versions.ts';
import { saveNow } from '#renderer/state/autosave.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input } from '#renderer/ui/inputs.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { useVersions } from './versionsStore.ts';

const close = () => useVersions.setState({ naming: false });

/** ⌘S: keeps the flow as it is now under a name. Everything is saved anyway; this is to come back to. */
export function NameVersion({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('versions');
  const open = useVersions((state) => state.naming);
  const [name, setName] = useState('');
  const keep = useKeepVersion();
  const submit = () =>
    void saveNow()
      .then((done) => (done ? keep.mutateAsync({ flowId, name, kind: 'named' }) : null))
      .then((version) => {
        if (!version) return;
        toast(t('kept'));
        setName('');
        close();
      }, toastError);
  return (
    <FormDialog open={open} onClose={close} title={t('keepTitle')} action={t('keep')} busy={keep.isPending} onSubmit={submit}>
      <Field label={t('name')} help={t('keepHelp')}>{(ids) => <Input {...ids} value={name} maxLength={120} placeholder={t('namePlaceholder')} onChange={(event) => setName(event.target.value)} />}</Field>
    </FormDialog>
  );
}
