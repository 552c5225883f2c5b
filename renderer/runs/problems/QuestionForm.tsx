import { CircleCheck } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connectorOf } from '#shared/catalog/catalog.ts';
import type { Answered, OpenQuestion } from '#shared/ipc/contract.ts';
import { asFluxoError } from '#shared/errors.ts';
import { useSettingText } from '#renderer/i18n/settingText.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { usePickList } from '#renderer/queries/lists.ts';
import { useAnswerQuestion } from '#renderer/queries/questions.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/inputs.tsx';
import { Checkbox } from '#renderer/ui/toggles.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';

/** What records wait for, answered here once for all of them: the missing row, kept in each flow that asks. */
export function QuestionForm({ question }: { readonly question: OpenQuestion }) {
  const { t } = useTranslation('runs');
  const { ofError } = useSpoken();
  const words = useQuestionWords(question);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(question.answered ?? {});
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [changing, setChanging] = useState(false);
  const answer = useAnswerQuestion();
  const id = useId();
  const flowIds = question.waiting.map(({ flowId }) => flowId).filter((flowId) => !left.has(flowId));
  const count = question.waiting.filter(({ flowId }) => !left.has(flowId)).reduce((sum, flow) => sum + flow.count, 0);
  const empty = Object.values(values).every((value) => value.trim() === '');
  const told = ({ flows }: Answered) => {
    setChanging(false);
    const failed = flows.find(({ error }) => error)?.error;
    if (failed) toast(t('question.keptNotRun', { what: ofError(failed).what }));
    else if (flows.some(({ more }) => more)) toast(t('question.more'));
    else if (flows.some(({ runId }) => runId === null)) toast(t('question.later', { count }));
    else toast(t('question.goOn', { count }));
  };
  const send = (replace: boolean) => answer.mutate({ questionId: question.id, values, flowIds, ...(replace && { replace }) }, { onSuccess: told, onError: toastError });

  if (question.answered && !changing) {
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-ground px-3 py-2 pl-11 text-13">
        <CircleCheck size={14} aria-hidden className="text-created" />
        <p className="min-w-0 flex-1 break-words">{t('question.isAnswered', { question: words.title, answer: Object.values(question.answered).join(', ') })}</p>
        <Button size="small" onClick={() => setChanging(true)}>{t('question.change')}</Button>
        <Button size="small" busy={answer.isPending} onClick={() => send(false)}>{t('question.goOnNow')}</Button>
      </div>
    );
  }
  return (
    <form
      aria-labelledby={`${id}-title`}
      className="flex flex-col gap-2 border-t border-line bg-ground px-3 py-2.5 pl-11"
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty && flowIds.length > 0) send(changing);
      }}
    >
      <p id={`${id}-title`} className="text-13 font-medium break-words">{words.title}</p>
      <div className="flex flex-wrap items-end gap-3">
        {question.columns.map((column) => (
          <Answer key={column.key} column={column} label={words.column(column)} value={values[column.key] ?? ''} onChange={(value) => setValues((known) => ({ ...known, [column.key]: value }))} />
        ))}
        <Button type="submit" look="primary" busy={answer.isPending} disabled={empty || flowIds.length === 0}>{t('question.save')}</Button>
      </div>
      {question.waiting.length > 1 ? (
        <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-muted">
          <legend className="sr-only">{t('question.flows')}</legend>
          {question.waiting.map((flow) => (
            <label key={flow.flowId} className="flex items-center gap-1.5">
              <Checkbox checked={!left.has(flow.flowId)} onChange={(on) => setLeft((known) => new Set(on ? [...known].filter((other) => other !== flow.flowId) : [...known, flow.flowId]))} />
              {t('question.inFlow', { flow: flow.flowName, count: flow.count })}
            </label>
          ))}
        </fieldset>
      ) : (
        <p className="text-12 text-muted">{t('question.waits', { count })}</p>
      )}
      {question.table && <p className="text-12 text-muted">{t('question.inTable', { table: question.table.name })}</p>}
      {answer.isError && <p role="alert" className="text-12 text-failed">{ofError(asFluxoError(answer.error).data).what}</p>}
    </form>
  );
}

interface AnswerProps {
  readonly column: OpenQuestion['columns'][number];
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The service's own list where it has one and answers; else a text. */
function Answer({ column, label, value, onChange }: AnswerProps) {
  const { t } = useTranslation('editor');
  const list = usePickList(column.list?.connectionId, column.list?.list);
  const offline = list.isError ? t('form.offline', { what: asFluxoError(list.error).data.what }) : undefined;
  return (
    <Field label={label} help={offline} className="w-64 min-w-0">
      {(ids) =>
        column.list ? (
          <Combobox {...ids} label={label} value={value} onChange={onChange} options={list.data ?? []} loading={list.isLoading} offline={offline} placeholder={t('form.choose')} allowTyped clearable />
        ) : (
          <Input {...ids} value={value} maxLength={500} onChange={(event) => onChange(event.currentTarget.value)} />
        )
      }
    </Field>
  );
}

/** The question and its columns in the reader's language. */
function useQuestionWords({ kind, owner, setting, label: english, value, row, columns }: OpenQuestion) {
  const { t, i18n } = useTranslation(['runs', 'entities']);
  const text = useSettingText(owner);
  const service = useCatalog().data?.connectors.find((connector) => connector.name === connectorOf(owner))?.label ?? connectorOf(owner);
  const label = kind === 'rule' ? english : kind === 'lookup' ? t(`entities:${owner}.${setting}` as 'entities:x', { defaultValue: english }) : text.label({ key: setting, label: english });
  const column = ({ key, label: plain }: OpenQuestion['columns'][number]) => (kind === 'country' ? text.column({ key: setting }, { key, label: plain }) : t('runs:question.becomes'));
  switch (kind) {
    case 'lookup':
    case 'rule':
      return { title: t('runs:question.askMapping', { label, value }), column };
    case 'default':
      return { title: t('runs:question.askEmpty', { label, service }), column };
    case 'country': {
      const keys = Object.entries(row?.keys ?? {}).filter(([, told]) => told !== '').map(([key, told]) => `${text.column({ key: setting }, { key, label: key })} ${told}`);
      const country = new Intl.DisplayNames([i18n.language], { type: 'region', fallback: 'code' });
      return { title: t('runs:question.askCountry', { label, place: [nameOf(country, row?.country ?? ''), ...keys].join(', '), service }), column };
    }
    case 'row':
      return { title: t('runs:question.ask', { label, value, service, count: columns.length }), column };
  }
}

/** XI and other codes of a service's own have no name. */
function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
