import { useTranslation } from 'react-i18next';
import { describeFlow, renameFlow, setPolicy } from '#shared/flow/edit.ts';
import { setFlowSetting } from '#shared/flow/levels.ts';
import { GivenSettings } from '#renderer/levels/GivenSettings.tsx';
import { useEditor } from '#renderer/state/editorStore.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { CommitInput, CommitTextArea } from '#renderer/ui/inputs.tsx';
import { parseNumber } from './form/formModel.ts';
import { ExpectationForm } from './ExpectationForm.tsx';
import { ScheduleForm } from './ScheduleForm.tsx';

/** What holds for the whole flow: its name, what it is for, and when a run stops by itself. */
export function FlowInspector() {
  const { t } = useTranslation(['editor', 'inspect']);
  const flow = useEditor((state) => state.flow);
  const { edit } = useEditor.getState();
  if (!flow) return null;
  const whole = (text: string, most?: number) => {
    const number = parseNumber(text);
    return typeof number === 'number' && number > 0 ? Math.min(Math.round(number), most ?? Infinity) : undefined;
  };
  const share = flow.policy?.pauseShare;
  return (
    <>
      <header className="border-b border-line px-4 py-3">
        <h2 className="text-15 font-semibold">{t('flow.title')}</h2>
        <p className="text-12 text-faint">{t('flow.hint')}</p>
      </header>
      <div className="scroll-y min-h-0 flex-1">
        <section className="flex flex-col gap-4 border-b border-line p-4">
          <Field label={t('top.name')}>{(ids) => <CommitInput {...ids} value={flow.name} maxLength={120} onCommit={(name) => edit((current) => renameFlow(current, name))} />}</Field>
          <Field label={t('flow.description')}>{(ids) => <CommitTextArea {...ids} value={flow.description ?? ''} maxLength={2000} rows={3} onCommit={(text) => edit((current) => describeFlow(current, text))} />}</Field>
        </section>
        {flow.nodeSettings && (
          <section aria-label={t('inspect:levels.given.title')} className="border-b border-line pb-1">
            <div className="px-4 pt-4">
              <h3 className="text-13 font-semibold">{t('inspect:levels.given.title')}</h3>
              <p className="text-12 text-faint">{t('inspect:levels.given.flow')}</p>
            </div>
            <GivenSettings place={{ level: 'flow', flowId: flow.id }} given={flow.nodeSettings} onPut={(owner, key, value) => edit((current) => setFlowSetting(current, owner, key, value))} />
          </section>
        )}
        <ScheduleForm />
        <ExpectationForm />
        <section className="flex flex-col gap-4 p-4">
          <h3 className="text-13 font-semibold">{t('flow.policy')}</h3>
          <Field label={t('flow.maxRecords')} help={t('flow.maxRecordsHelp')}>
            {(ids) => <CommitInput whenDone {...ids} inputMode="numeric" className="tabular max-w-32" placeholder={t('flow.noLimit')} value={String(flow.policy?.maxRecords ?? '')} onCommit={(text) => edit((current) => setPolicy(current, 'maxRecords', whole(text)))} />}
          </Field>
          <Field label={t('flow.maxMinutes')} help={t('flow.maxMinutesHelp')}>
            {(ids) => <CommitInput whenDone {...ids} inputMode="numeric" className="tabular max-w-32" placeholder="1440" value={String(flow.policy?.maxMinutes ?? '')} onCommit={(text) => edit((current) => setPolicy(current, 'maxMinutes', whole(text, 10_080)))} />}
          </Field>
          <Field label={t('flow.pauseShare')} help={t('flow.pauseShareHelp')}>
            {(ids) => (
              <div className="flex items-center gap-2">
                <CommitInput whenDone {...ids} inputMode="numeric" className="tabular max-w-20" placeholder="50" value={share === undefined ? '' : String(Math.round(share * 100))} onCommit={(text) => edit((current) => { const percent = whole(text, 100); return setPolicy(current, 'pauseShare', percent === undefined ? undefined : percent / 100); })} />
                <span className="text-muted">%</span>
              </div>
            )}
          </Field>
          <Field label={t('flow.pauseAfter')}>
            {(ids) => <CommitInput whenDone {...ids} inputMode="numeric" className="tabular max-w-20" placeholder="20" value={String(flow.policy?.pauseAfter ?? '')} onCommit={(text) => edit((current) => setPolicy(current, 'pauseAfter', whole(text)))} />}
          </Field>
        </section>
      </div>
    </>
  );
}
