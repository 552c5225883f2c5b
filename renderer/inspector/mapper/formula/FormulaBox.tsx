import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { formulaFunctions } from '#shared/formulas/functionHelp.ts';
import { Skeleton } from '#renderer/ui/states.tsx';
import { useTyped } from '#renderer/ui/useTyped.ts';
import { errorPlace, type Tried } from '../tryRule.ts';
import { TriedText } from '../TriedText.tsx';
import { callAt } from './callAt.ts';
import type { FormulaWords } from './completeFormula.ts';

const FormulaEditor = lazy(async () => ({ default: (await import('./FormulaEditor.tsx')).FormulaEditor }));

interface FormulaBoxProps {
  readonly label: string;
  readonly value: string;
  /** The record, or the list item, the formula is tried on. */
  readonly scope: unknown;
  readonly fields: readonly FieldInfo[];
  /** What the formula as it stands in the box gives for the scope; null while that is being worked out. */
  readonly tried: Tried | null;
  readonly autoFocus?: boolean | undefined;
  /** Shown while the box is empty. */
  readonly example?: string;
  readonly onType: (text: string) => void;
  readonly onCommit: (text: string) => void;
}

/** A formula: completion of fields and functions, what the function around the caret takes, the error under the text, and the result for the current record while one types. */
export function FormulaBox({ label, value, scope, fields, tried, autoFocus, example = 'customer.first & " " & customer.last', onType, onCommit }: FormulaBoxProps) {
  const { t } = useTranslation(['inspect', 'functions']);
  const { draft: text, type: note, leave, takeBack } = useTyped(value, onCommit);
  const [caret, setCaret] = useState(0);
  const words = useMemo((): FormulaWords => ({
    fields,
    scope,
    helpOf: (name) => t(`functions:formula.${name}`, { defaultValue: formulaFunctions.find((each) => each.name === name)?.help ?? '' }),
    signatureOf: (name) => `(${partsOf(name).map((part) => sayPart(part, (key) => t(`formula.part.${key}`))).join(', ')})`,
    fieldsTitle: t('formula.fields'),
    functionsTitle: t('formula.functions'),
  }), [fields, scope, t]);
  const around = callAt(text, caret);
  const known = around && partsOf(around.name);
  const type = (next: string) => {
    note(next);
    onType(next);
  };
  return (
    <div className="flex flex-col gap-1">
      <Suspense fallback={<Skeleton className="h-[48px]" />}>
        <FormulaEditor
          label={label}
          value={text}
          words={words}
          example={example}
          wrongAt={tried && 'error' in tried ? errorPlace(tried.error) : null}
          autoFocus={autoFocus}
          onType={type}
          onCaret={setCaret}
          onCommit={(done) => {
            leave();
            onCommit(done);
          }}
          onCancel={() => onType(takeBack())}
        />
      </Suspense>
      <div className="min-h-4">{text.trim() !== '' && tried && <TriedText tried={tried} />}</div>
      <p className="min-h-4 truncate font-mono text-12 text-faint">
        {around && known && known.length > 0 ? (
          <>
            ${around.name}(
            {known.map((part, at) => (
              <span key={part}>
                {at > 0 && ', '}
                <span className={at === Math.min(around.part, known.length - 1) ? 'font-semibold text-text' : undefined}>{sayPart(part, (key) => t(`formula.part.${key}`))}</span>
              </span>
            ))}
            ) <span className="font-sans">{words.helpOf(around.name)}</span>
          </>
        ) : (
          <span className="font-sans">{t('formula.hint')}</span>
        )}
      </p>
    </div>
  );
}

const partsOf = (name: string): readonly string[] => formulaFunctions.find((each) => each.name === name)?.args ?? [];

/** A part's word in the reader's language, with the mark of one that may be left out. */
const sayPart = (part: string, say: (key: string) => string): string => (part.endsWith('?') ? `${say(part.slice(0, -1))}?` : say(part));
