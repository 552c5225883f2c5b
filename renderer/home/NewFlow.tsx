import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { TemplateInfo } from '#shared/ipc/contract.ts';
import { navigate } from '#renderer/app/route.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { useCreateFlow, useTemplates } from '#renderer/queries/flows.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { focusFirst } from '#renderer/ui/focusFirst.ts';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input, Select } from '#renderer/ui/inputs.tsx';
import { ErrorNote } from '#renderer/ui/states.tsx';
import { templateCards, templateGroups } from './templateGroups.ts';

/** Name, template and the connections to use; what is not there yet can be chosen later in the nodes. */
export function NewFlow({ from, onClose }: { readonly from: TemplateInfo | null; readonly onClose: () => void }) {
  const { t } = useTranslation('home');
  const templates = useTemplates().data ?? [];
  const connections = useConnections().data ?? [];
  const catalog = useCatalog().data;
  const create = useCreateFlow();
  const [templateId, setTemplateId] = useState(from?.id ?? '');
  const [typedName, setTypedName] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const nameOf = (one: TemplateInfo) => t(`template.${one.id}.name`, { defaultValue: one.name });
  const labelOf = (connector: string) => catalog?.connectors.find((one) => one.name === connector)?.label ?? connector;
  const groups = catalog ? templateGroups(templateCards(templates, catalog, (one) => ({ name: nameOf(one), description: '' })), catalog) : [];
  const template = templates.find((one) => one.id === templateId);
  const name = typedName ?? (template ? nameOf(template) : '');
  const forConnector = (connector: string) => connections.filter((one) => one.connector === connector);
  const connectionOf = (connector: string) => chosen[connector] ?? (forConnector(connector).length === 1 ? forConnector(connector)[0]!.id : '');

  const submit = () => {
    const picked = Object.fromEntries((template?.connectors ?? []).map((connector) => [connector, connectionOf(connector)]).filter(([, id]) => id !== ''));
    create.mutate(
      { name: name.trim(), ...(template && { templateId: template.id, connections: picked }) },
      {
        onSuccess: ({ flowId }) => {
          onClose();
          navigate({ page: 'flow', flowId });
        },
      },
    );
  };

  return (
    <FormDialog onClose={onClose} title={t('newFlow')} action={t('create')} disabled={name.trim() === ''} busy={create.isPending} onSubmit={submit}>
      <Field label={t('startFrom')} help={template && t(`template.${template.id}.description`, { defaultValue: template.description })}>
        {(ids) => <Select {...ids} value={templateId} onChange={setTemplateId} options={[{ value: '', label: t('emptyFlow') }, ...groups.flatMap((group) => group.cards.map((card) => ({ value: card.template.id, label: card.name, group: t('templatePair', { from: labelOf(group.from), to: labelOf(group.to) }) })))]} />}
      </Field>
      <Field label={t('flowName')} required>
        {(ids) => <Input {...ids} ref={focusFirst} maxLength={120} value={name} onChange={(event) => setTypedName(event.target.value)} />}
      </Field>
      {template?.connectors.map((connector) => {
        const label = labelOf(connector);
        const options = forConnector(connector);
        return (
          <Field key={connector} label={label} help={options.length === 0 ? t('noConnectionYet') : undefined}>
            {(ids) => (
              <Select {...ids} value={connectionOf(connector)} disabled={options.length === 0} onChange={(id) => setChosen({ ...chosen, [connector]: id })} options={[{ value: '', label: t('chooseLater') }, ...options.map((one) => ({ value: one.id, label: one.name }))]} />
            )}
          </Field>
        );
      })}
      {create.isError && <ErrorNote error={asFluxoError(create.error).data} />}
    </FormDialog>
  );
}
