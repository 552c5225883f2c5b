import { ArrowDown, ArrowUp, CircleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mappingFunctions } from '#shared/mapping/functions.ts';
import type { FunctionCall } from '#shared/mapping/mapping.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { CommitInput } from '#renderer/ui/inputs.tsx';
import { Tip } from '#renderer/ui/Tip.tsx';
import { classes } from '#renderer/ui/classes.ts';
import type { Trace } from './traceRule.ts';
import { tryRule, type Tried } from './tryRule.ts';

interface FunctionChainProps {
  readonly calls: readonly FunctionCall[];
  readonly trace: Trace | null;
  /** While an argument is being typed; null = taken back. */
  readonly onType: (calls: readonly FunctionCall[] | null) => void;
  readonly onChange: (calls: readonly FunctionCall[]) => void;
}

/** The functions a value goes through, from top to bottom, each with its arguments and with the value it makes of the current record. */
export function FunctionChain({ calls, trace, onType, onChange }: FunctionChainProps) {
  const { t } = useTranslation(['editor', 'functions', 'inspect']);
  const help = (name: string) => t(`functions:${name}.help`, { defaultValue: mappingFunctions.get(name)?.help ?? '' });
  const withArgument = (index: number, at: number, value: string) => calls.with(index, { ...calls[index]!, args: Array.from({ length: Math.max(at + 1, calls[index]!.args?.length ?? 0) }, (_, place) => (place === at ? value : (calls[index]!.args?.[place] ?? ''))) });
  const move = (index: number, by: number) => onChange(calls.with(index, calls[index + by]!).with(index + by, calls[index]!));
  return (
    <div role="group" aria-label={t('mapper.functions')}>
      <ol>
        {calls.map((call, index) => (
          <StepRow
            key={`${index} ${call.name}`}
            tried={trace?.functions[index]}
            passedBy={trace?.table?.found === true}
            name={
              <>
                <Tip text={help(call.name)} side="top">
                  <span tabIndex={0} className="shrink-0 rounded-4 bg-sunken px-1.5 font-mono leading-5">{call.name}</span>
                </Tip>
                {mappingFunctions.get(call.name)?.args.map((argument, at) => (
                  <CommitInput
                    key={argument.name}
                    aria-label={`${call.name}: ${argument.name}`}
                    title={argument.help}
                    placeholder={t(`functions:${call.name}.args.${argument.name}`, { defaultValue: argument.name })}
                    value={call.args?.[at] ?? ''}
                    onType={(value) => onType(value === (call.args?.[at] ?? '') ? null : withArgument(index, at, value))}
                    onCommit={(value) => onChange(withArgument(index, at, value))}
                    className="h-6! w-20! rounded-4! px-1.5! text-12"
                  />
                ))}
              </>
            }
            actions={
              <>
                {index > 0 && <IconButton size="small" icon={ArrowUp} label={t('inspect:mapper.functionUp', { name: call.name })} onClick={() => move(index, -1)} />}
                {index < calls.length - 1 && <IconButton size="small" icon={ArrowDown} label={t('inspect:mapper.functionDown', { name: call.name })} onClick={() => move(index, 1)} />}
                <IconButton size="small" icon={X} label={t('mapper.removeFunction', { name: call.name })} onClick={() => onChange(calls.toSpliced(index, 1))} />
              </>
            }
          />
        ))}
      </ol>
    </div>
  );
}

/** A further function for the end of the chain; the list shows what each would make of the value as it leaves the chain now. */
export function AddFunction({ trace, onAdd }: { readonly trace: Trace | null; readonly onAdd: (name: string) => void }) {
  const { t } = useTranslation(['editor', 'functions']);
  const help = (name: string) => t(`functions:${name}.help`, { defaultValue: mappingFunctions.get(name)?.help ?? '' });
  const preview = (name: string): string => {
    const last = trace?.functions.at(-1) ?? trace?.table?.value ?? trace?.source;
    if (!last || 'error' in last || mappingFunctions.get(name)?.args.some((argument) => !argument.optional)) return '';
    const made = tryRule({ target: 'value', from: { kind: 'constant', value: last.text }, functions: [{ name }] }, {});
    return 'text' in made && made.text !== last.text ? `→ ${made.text || t('form.empty')}` : '';
  };
  return (
    <Combobox
      label={t('mapper.addFunction')}
      placeholder={t('mapper.addFunction')}
      value=""
      onChange={(name) => name && onAdd(name)}
      options={() => [...mappingFunctions.values()].map((entry) => ({ value: entry.name, label: entry.name, detail: (preview(entry.name) || (help(entry.name).split('.')[0] ?? '')).slice(0, 44) }))}
      className="w-36!"
    />
  );
}

interface StepRowProps {
  readonly name: ReactNode;
  readonly tried: Tried | null | undefined;
  /** The table answered: what follows is not asked. */
  readonly passedBy?: boolean;
  readonly actions?: ReactNode;
}

/** One station of a rule: what it is left, the value it gives right. */
export function StepRow({ name, tried, passedBy = false, actions }: StepRowProps) {
  const { t } = useTranslation('editor');
  const { ofError } = useSpoken();
  return (
    <li className={classes('group/step grid min-h-7 list-none grid-cols-[minmax(0,1fr)_minmax(0,44%)] items-center gap-2 text-12', passedBy && 'opacity-60')}>
      <span className="flex min-w-0 items-center gap-1">
        {name}
        <span className="flex items-center opacity-0 transition-opacity group-focus-within/step:opacity-100 group-hover/step:opacity-100">{actions}</span>
      </span>
      {!tried ? (
        <span className="text-faint">{passedBy ? t('inspect:mapper.passedBy') : '–'}</span>
      ) : 'error' in tried ? (
        <span className="flex min-w-0 items-center gap-1 text-failed" title={ofError(tried.error).what}>
          <CircleAlert size={12} aria-hidden className="shrink-0" />
          <span className="truncate">{ofError(tried.error).what}</span>
        </span>
      ) : (
        <span className={classes('tabular truncate', tried.text === '' ? 'text-faint' : 'text-text')} title={tried.text} data-step-value data-selectable>
          {tried.text || t('form.empty')}
        </span>
      )}
    </li>
  );
}
