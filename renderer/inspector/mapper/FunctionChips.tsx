import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { mappingFunctions } from '#shared/mapping/functions.ts';
import type { FunctionCall } from '#shared/mapping/mapping.ts';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { CommitInput } from '#renderer/ui/inputs.tsx';
import { Tip } from '#renderer/ui/Tip.tsx';

/** The chain a value goes through, from left to right; each with its arguments. */
export function FunctionChips({ calls, onChange }: { readonly calls: readonly FunctionCall[]; readonly onChange: (calls: readonly FunctionCall[]) => void }) {
  const { t } = useTranslation(['editor', 'functions']);
  const help = (name: string) => t(`functions:${name}.help`, { defaultValue: mappingFunctions.get(name)?.help ?? '' });
  return (
    <div className="flex flex-wrap items-center gap-1" role="group" aria-label={t('mapper.functions')}>
      {calls.map((call, index) => (
        <span key={index} className="inline-flex h-7 items-center gap-1 rounded-6 bg-sunken pl-2 text-12">
          <Tip text={help(call.name)} side="top">
            <span tabIndex={0}>{call.name}</span>
          </Tip>
          {mappingFunctions.get(call.name)?.args.map((argument, at) => (
            <CommitInput
              key={argument.name}
              aria-label={`${call.name}: ${argument.name}`}
              title={argument.help}
              placeholder={t(`functions:${call.name}.args.${argument.name}`, { defaultValue: argument.name })}
              value={call.args?.[at] ?? ''}
              onCommit={(value) => onChange(calls.with(index, { ...call, args: Array.from({ length: Math.max(at + 1, call.args?.length ?? 0) }, (_, place) => (place === at ? value : (call.args?.[place] ?? ''))) }))}
              className="h-5! w-20! rounded-4! px-1! text-12"
            />
          ))}
          <button type="button" aria-label={t('mapper.removeFunction', { name: call.name })} onClick={() => onChange(calls.toSpliced(index, 1))} className="mr-1 flex size-5 items-center justify-center rounded-4 text-faint hover:bg-hover hover:text-text">
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <Combobox
        label={t('mapper.addFunction')}
        placeholder={t('mapper.addFunction')}
        value=""
        onChange={(name) => name && onChange([...calls, { name }])}
        options={[...mappingFunctions.values()].map((entry) => ({ value: entry.name, label: entry.name, detail: help(entry.name).split('.')[0]?.slice(0, 44) }))}
        className="w-36!"
      />
    </div>
  );
}
