import { ListFilter } from 'lucide-react';
import { useId, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { useProblemCauses } from '#renderer/queries/problems.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { useMeaning } from '#renderer/state/useFlowFacts.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Input } from '#renderer/ui/inputs.tsx';
import { Popover } from '#renderer/ui/Popover.tsx';
import { Checkbox } from '#renderer/ui/toggles.tsx';
import type { LogNarrow } from '../logState.ts';
import { useNodeName } from './useLogWords.ts';
import { momentText, readMoment } from './filterText.ts';

interface FilterMenuProps {
  readonly flowId: string;
  readonly narrow: LogNarrow;
  readonly onChange: (narrow: LogNarrow) => void;
  /** Reasons of the rows that are on screen: offered beside the errors the flow is known to have. */
  readonly seen: readonly Reason[];
  readonly compact: boolean;
}

const hour = 3_600_000;
const toggled = (list: readonly string[] = [], value: string): readonly string[] => (list.includes(value) ? list.filter((one) => one !== value) : [...list, value]);

/** Everything the log can be narrowed down by beside outcomes and words: error, node and time. */
export function FilterMenu({ flowId, narrow, onChange, seen, compact }: FilterMenuProps) {
  const { t } = useTranslation('records');
  const id = useId();
  const errors = useErrors(flowId, seen, narrow.reasons ?? []);
  const nodeName = useNodeName();
  const nodes = (useMeaning()?.nodes ?? []).map(({ id: node }) => ({ id: node, name: nodeName(node) }));
  const count = (narrow.reasons?.length ?? 0) + (narrow.nodes?.length ?? 0) + (narrow.from === undefined && narrow.until === undefined ? 0 : 1);
  const setTime = (key: 'from' | 'until', text: string) => {
    const { [key]: _old, ...others } = narrow;
    const at = readMoment(text);
    onChange(at === undefined ? others : { ...others, [key]: at });
  };
  const today = new Date().setHours(0, 0, 0, 0);
  const since = (from: number) => onChange({ ...(narrow.reasons && { reasons: narrow.reasons }), ...(narrow.nodes && { nodes: narrow.nodes }), from });
  return (
    <Popover
      label={t('filter')}
      className="scroll-y max-h-[min(27.5rem,var(--radix-popover-content-available-height))] w-88 overflow-x-hidden p-2"
      trigger={
        <Button icon={ListFilter} className={count > 0 ? 'border-accent! text-accent' : ''} {...(compact && { 'aria-label': count > 0 ? `${t('filter')} ${count}` : t('filter') })}>
          {!compact && t('filter')}
          {count > 0 && <span className="tabular">{count}</span>}
        </Button>
      }
    >
      <Section title={t('byTime')}>
        <div className="mb-1 flex flex-wrap gap-1">
          <Button size="small" onClick={() => since(Date.now() - hour)}>{t('lastHour')}</Button>
          <Button size="small" onClick={() => since(today)}>{t('today')}</Button>
          <Button size="small" onClick={() => since(today - 6 * 24 * hour)}>{t('sevenDays')}</Button>
        </div>
        <div className="grid grid-cols-[auto_1fr] items-center gap-x-2 gap-y-1 text-12 text-muted">
          {(['from', 'until'] as const).map((key) => (
            <div key={key} className="contents">
              <label htmlFor={`${id}-${key}`}>{t(`${key}`)}</label>
              <Input id={`${id}-${key}`} type="datetime-local" value={narrow[key] === undefined ? '' : momentText(narrow[key])} onChange={(event) => setTime(key, event.currentTarget.value)} />
            </div>
          ))}
        </div>
      </Section>
      {nodes.length > 0 && (
        <Section title={t('byNode')}>
          {nodes.map((node) => (
            <Choice key={node.id} checked={narrow.nodes?.includes(node.id) ?? false} onToggle={() => onChange({ ...narrow, nodes: toggled(narrow.nodes, node.id) })}>
              {node.name}
            </Choice>
          ))}
        </Section>
      )}
      <Section title={t('byError')}>
        {errors.length === 0 && <p className="px-2 py-1 text-12 text-muted">{t('noErrors')}</p>}
        {errors.map((error) => (
          <Choice key={error.code} checked={narrow.reasons?.includes(error.code) ?? false} onToggle={() => onChange({ ...narrow, reasons: toggled(narrow.reasons, error.code) })}>
            <span className="block truncate" title={error.what}>{error.what}</span>
            <span className="block truncate font-mono text-12 text-faint">{error.code}</span>
          </Choice>
        ))}
      </Section>
    </Popover>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className="min-w-0 border-b border-line py-2 first:pt-0 last:border-b-0 last:pb-0">
      <legend className="sr-only">{title}</legend>
      <p aria-hidden className="px-2 pb-1 text-12 font-medium text-muted">{title}</p>
      {children}
    </fieldset>
  );
}

function Choice({ checked, onToggle, children }: { readonly checked: boolean; readonly onToggle: () => void; readonly children: ReactNode }) {
  return (
    <label className="flex min-h-7 items-center gap-2 rounded-4 px-2 text-13 hover:bg-hover">
      <Checkbox checked={checked} onChange={onToggle} />
      <span className="min-w-0 flex-1">{children}</span>
    </label>
  );
}

/** Errors the flow has or had, those on screen, and those that are chosen; each code once, in words. */
function useErrors(flowId: string, seen: readonly Reason[], chosen: readonly string[]): readonly { readonly code: string; readonly what: string }[] {
  const { ofError, ofReason } = useSpoken();
  const open = useProblemCauses(flowId, 'open').data;
  const solved = useProblemCauses(flowId, 'solved').data;
  return useMemo(() => {
    const found = new Map<string, string>();
    const add = (code: string, what: string) => void (found.has(code) || found.set(code, what));
    for (const { error } of [...(open ?? []), ...(solved ?? [])] as readonly { readonly error: ErrorData }[]) add(error.code, ofError(error).what);
    for (const reason of seen) add(reason.code, ofReason(reason).what);
    for (const code of chosen) add(code, code);
    return [...found].map(([code, what]) => ({ code, what }));
  }, [open, solved, seen, chosen, ofError, ofReason]);
}
