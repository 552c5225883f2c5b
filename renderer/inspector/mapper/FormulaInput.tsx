import { Sigma } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formulaFunctions } from '#shared/formulas/functionHelp.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { TextArea } from '#renderer/ui/inputs.tsx';
import { FormulaResult } from './FormulaResult.tsx';

interface FormulaInputProps {
  readonly label: string;
  readonly value: string;
  /** The record, or the list item, the formula is tried on. */
  readonly scope: unknown;
  readonly fields: readonly FieldInfo[];
  readonly onCommit: (text: string) => void;
}

const pauseMs = 200;

/** A formula: text, functions and fields to put in, and what comes out for the current record while one types. */
export function FormulaInput({ label, value, scope, fields, onCommit }: FormulaInputProps) {
  const { t } = useTranslation(['editor', 'functions']);
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    setText(value);
    setShown(value);
  }, [value]);
  useEffect(() => {
    const timer = setTimeout(setShown, pauseMs, text);
    return () => clearTimeout(timer);
  }, [text]);
  const put = (piece: string) => {
    const at = box.current?.selectionStart ?? text.length;
    const next = text.slice(0, at) + piece + text.slice(box.current?.selectionEnd ?? at);
    setText(next);
    onCommit(next);
    requestAnimationFrame(() => {
      box.current?.focus();
      // Behind the opening bracket of a function, where its first part goes.
      const caret = at + (piece.endsWith('()') ? piece.length - 1 : piece.length);
      box.current?.setSelectionRange(caret, caret);
    });
  };
  return (
    <div className="flex flex-col gap-1.5">
      <TextArea ref={box} aria-label={label} value={text} rows={2} spellCheck={false} maxLength={4000} placeholder={'customer.first & " " & customer.last'} onChange={(event) => setText(event.target.value)} onBlur={() => text.trim() !== '' && text !== value && onCommit(text)} className="font-mono text-12" />
      <FormulaResult text={shown} scope={scope} />
      <div className="flex flex-wrap gap-1">
        <Combobox label={t('mapper.formulaFunction')} placeholder={t('mapper.formulaFunction')} value="" onChange={(name) => name && put(`$${name}()`)} options={formulaFunctions.map(({ name, help }) => ({ value: name, label: `$${name}`, detail: t(`functions:formula.${name}`, { defaultValue: help }) }))} className="w-52!" />
        <Combobox label={t('mapper.formulaField')} placeholder={t('mapper.formulaField')} value="" onChange={(path) => path && put(path.split('.').map((name) => (/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``)).join('.'))} options={fields.map((field) => ({ value: field.path, label: field.path }))} className="w-44!" />
        <span className="flex items-center gap-1 text-12 text-faint">
          <Sigma size={12} aria-hidden /> {t('mapper.formulaHelp')}
        </span>
      </div>
    </div>
  );
}
