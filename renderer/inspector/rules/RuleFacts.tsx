import { useTranslation } from 'react-i18next';
import { Trace } from '#renderer/tables/Trace.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Popover } from '#renderer/ui/Popover.tsx';
import { useSampleIndex } from '../data/useNodeSample.ts';
import type { BlockFacts } from './useRuleTraces.ts';

/** “in → parts → mapped → out”, and which of the last records this rule changes. */
export function RuleFacts({ facts }: { readonly facts: BlockFacts }) {
  const { t } = useTranslation(['rules', 'tables']);
  const [trace] = facts.traces;
  const named = (path: string, value: string) => ({ name: t(`tables:trace.${path}` as 'tables:trace.in'), value });
  return (
    <>
      {trace && (
        <Trace
          stations={[named('in', trace.before), ...(trace.parts.length > 0 ? [named('parts', trace.parts.join('|'))] : []), ...(trace.mapped === undefined ? [] : [named('mapped', trace.mapped)]), ...(trace.skipped || trace.error ? [] : [named('out', trace.after)])]}
          error={trace.error}
          end={trace.skipped && t('stopped')}
        />
      )}
      {facts.traces.length > 1 && <p className="text-12 text-faint">{t('items', { count: facts.traces.length })}</p>}
      {facts.records > 0 && (
        <Popover
          label={t('touchedList')}
          className="scroll-y max-h-72 w-80 p-2"
          trigger={<button type="button" disabled={facts.touched.length === 0} className="self-start rounded-4 text-12 text-muted enabled:underline enabled:decoration-dotted enabled:underline-offset-2 enabled:hover:text-text">{t('touched', { count: facts.touched.length, records: facts.records })}</button>}
        >
          <ul className="flex flex-col">
            {facts.touched.map((one) => (
              <li key={one.index}>
                <Button look="quiet" size="small" className="w-full justify-start! gap-2 text-text" onClick={() => useSampleIndex.setState({ index: one.index })}>
                  <span className="truncate font-medium">{one.title}</span>
                  <span className="min-w-0 flex-1 truncate text-left text-muted">{one.end ? t(`end.${one.end}`) : `${one.before || t('tables:emptyValue')} → ${one.after || t('tables:emptyValue')}`}</span>
                </Button>
              </li>
            ))}
          </ul>
        </Popover>
      )}
    </>
  );
}
