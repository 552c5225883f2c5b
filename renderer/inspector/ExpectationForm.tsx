import { useTranslation } from 'react-i18next';
import { setPolicy } from '#shared/flow/edit.ts';
import { usualRunHours } from '#shared/flow/heartbeat.ts';
import { useNow } from '#renderer/runs/text/Time.tsx';
import { useEditor } from '#renderer/state/editorStore.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { CommitInput } from '#renderer/ui/inputs.tsx';
import { parseNumber } from './form/formModel.ts';

/** Whole numbers from 0; undefined for an empty or other text. */
function wholeUpTo(text: string, most: number): number | undefined {
  const number = parseNumber(text);
  return typeof number === 'number' && number >= 0 ? Math.min(Math.round(number), most) : undefined;
}

/** What is expected of the flow by itself: the home screen and a notification say when it does not happen. */
export function ExpectationForm() {
  const { t } = useTranslation('editor');
  const flow = useEditor((state) => state.flow);
  const { edit } = useEditor.getState();
  const now = useNow(false);
  const usual = flow?.schedule?.enabled ? usualRunHours(flow.schedule, now) : null;
  const { runWithinHours, readWithinDays } = flow?.policy ?? {};
  return (
    <section className="flex flex-col gap-4 border-b border-line p-4">
      <h3 className="text-13 font-semibold">{t('expect.title')}</h3>
      <Field label={t('expect.run')} help={t(usual === null ? 'expect.runHelp' : 'expect.runHelpScheduled')}>
        {(ids) => (
          <div className="flex items-center gap-2">
            <CommitInput whenDone {...ids} inputMode="numeric" className="tabular max-w-20" placeholder={usual === null ? t('expect.off') : String(usual)} value={runWithinHours === undefined ? '' : String(runWithinHours)} onCommit={(text) => edit((current) => setPolicy(current, 'runWithinHours', wholeUpTo(text, 8760)))} />
            <span className="text-muted">{t('expect.hours')}</span>
          </div>
        )}
      </Field>
      <Field label={t('expect.read')} help={t('expect.readHelp')}>
        {(ids) => (
          <div className="flex items-center gap-2">
            <CommitInput whenDone {...ids} inputMode="numeric" className="tabular max-w-20" placeholder={t('expect.off')} value={readWithinDays === undefined ? '' : String(readWithinDays)} onCommit={(text) => edit((current) => setPolicy(current, 'readWithinDays', wholeUpTo(text, 366)))} />
            <span className="text-muted">{t('expect.days')}</span>
          </div>
        )}
      </Field>
    </section>
  );
}
