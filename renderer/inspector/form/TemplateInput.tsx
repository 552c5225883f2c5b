import { Braces } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FluxoError } from '#shared/errors.ts';
import { compileTemplate } from '#shared/mapping/compile.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { CommitInput } from '#renderer/ui/inputs.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { useNodeSample } from '../data/useNodeSample.ts';
import { FieldMenu } from './FieldMenu.tsx';

interface TemplateInputProps {
  readonly ids?: { readonly id: string } & Readonly<Record<string, unknown>>;
  readonly value: string;
  readonly nodeId: string;
  readonly label?: string | undefined;
  readonly maxLength?: number | undefined;
  /** Fields to offer and the record to try on; by default what flows into the node. */
  readonly fields?: readonly FieldInfo[] | undefined;
  readonly record?: unknown;
  readonly onType?: ((value: string) => void) | undefined;
  readonly onCommit: (value: string) => void;
}

/** Text with `{path}` placeholders: fields can be put in from a list, and the result for the current record shows below. */
export function TemplateInput({ ids, value, nodeId, label, maxLength, fields, record, onType, onCommit }: TemplateInputProps) {
  const { t } = useTranslation('editor');
  const sample = useNodeSample(nodeId);
  const [at, setAt] = useState<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const result = tryTemplate(typed ?? value, record ?? sample.record);
  const insert = (path: string) => {
    const place = at ?? value.length;
    onCommit(`${value.slice(0, place)}{${path}}${value.slice(place)}`);
  };
  return (
    <div ref={box}>
      <div className="relative">
        <CommitInput {...ids} aria-label={label} value={value} onType={(text) => { setTyped(text); onType?.(text); }} onCommit={(text) => { setTyped(null); onCommit(text); }} onSelect={(event) => setAt(event.currentTarget.selectionStart)} className="pr-8" />
        <FieldMenu
          fields={fields ?? sample.fields}
          record={record ?? sample.record}
          onChoose={insert}
          trigger={
            <button type="button" aria-label={t('form.insertField')} className="absolute top-0.5 right-0.5 flex size-6 items-center justify-center rounded-4 text-faint hover:bg-hover hover:text-text">
              <Braces size={14} aria-hidden />
            </button>
          }
        />
      </div>
      {result && (
        <p className={classes('mt-1 truncate text-12', result.error || (maxLength && result.text.length > maxLength) ? 'text-failed' : 'text-faint')} data-selectable>
          {result.error ?? `→ ${result.text || t('form.empty')}`}
          {maxLength !== undefined && !result.error && <span className="tabular"> · {result.text.length}/{maxLength}</span>}
        </p>
      )}
    </div>
  );
}

function tryTemplate(text: string, record: unknown): { readonly text: string; readonly error?: string } | null {
  if (text === '' || record === undefined) return null;
  try {
    return { text: compileTemplate(text)(record) };
  } catch (thrown) {
    return { text: '', error: thrown instanceof FluxoError ? thrown.data.what : String(thrown) };
  }
}
