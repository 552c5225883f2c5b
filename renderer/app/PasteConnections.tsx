import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Select } from '#renderer/ui/inputs.tsx';
import { cancelPaste, pasteWith, usePasting } from './clipboard.ts';

/** Asks, once for each connection that pasted nodes had elsewhere, which one they use here. */
export function PasteConnections() {
  const { t } = useTranslation('editor');
  const { fragment, missing } = usePasting();
  const connections = useConnections().data ?? [];
  const catalog = useCatalog().data ?? noCatalog;
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => setChosen({}), [fragment]);
  const forService = (connector: string) => connections.filter((connection) => connection.connector === connector);
  // The only one there is needs no question; it still can be changed.
  const valueOf = (id: string, connector: string) => chosen[id] ?? (forService(connector).length === 1 ? forService(connector)[0]!.id : '');
  const submit = () => pasteWith(Object.fromEntries(missing.map(({ id, connector }) => [id, valueOf(id, connector)])));
  return (
    <FormDialog open={fragment !== null} onClose={cancelPaste} title={t('paste.title')} action={t('command.paste')} onSubmit={submit}>
      <p className="text-muted">{t('paste.text')}</p>
      {missing.map(({ id, connector, name }) => (
        <Field key={id} label={t('paste.connection', { name, service: catalog.connectors.find((one) => one.name === connector)?.label ?? connector })}>
          {(ids) => <Select {...ids} value={valueOf(id, connector)} onChange={(value) => setChosen({ ...chosen, [id]: value })} options={[{ value: '', label: t('paste.later') }, ...forService(connector).map((connection) => ({ value: connection.id, label: connection.name }))]} />}
        </Field>
      ))}
    </FormDialog>
  );
}
