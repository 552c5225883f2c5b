import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from './CopyButton.tsx';
import { prettyBody, prettyText, type TokenKind } from './prettyBody.ts';

const look: Readonly<Record<TokenKind, string>> = {
  name: 'text-accent',
  attribute: 'text-muted',
  string: 'text-text',
  number: 'text-text',
  literal: 'text-muted',
  mark: 'text-faint',
  text: 'text-text',
  comment: 'text-faint italic',
};
const FIRST_LINES = 300;

/** A request's or answer's body, laid out for reading. */
export function BodyView({ title, body }: { readonly title: string; readonly body: string | undefined }) {
  const { t, i18n } = useTranslation('runs');
  const [whole, setWhole] = useState(false);
  const pretty = useMemo(() => prettyBody(body ?? ''), [body]);
  const lines = whole ? pretty.lines : pretty.lines.slice(0, FIRST_LINES);
  return (
    <section aria-label={title} className="flex min-w-0 flex-col rounded-6 border border-line bg-sunken">
      <header className="flex h-7 shrink-0 items-center gap-2 border-b border-line pr-1 pl-2 text-12">
        <h3 className="font-medium text-muted">{title}</h3>
        {pretty.lines.length > 0 && pretty.language !== 'text' && <span className="text-faint">{pretty.language.toUpperCase()}</span>}
        <span className="flex-1" />
        {pretty.lines.length > 0 && <CopyButton label={t('story.copyBody', { title })} text={() => prettyText(pretty)} />}
      </header>
      {pretty.lines.length === 0 ? (
        <p className="px-2 py-1.5 text-12 text-faint">{t('story.noBody')}</p>
      ) : (
        <pre data-selectable tabIndex={0} aria-label={title} className="scroll-thin overflow-x-auto px-2 py-1.5 font-mono text-12 leading-4.5">
          {lines.map((line, index) => (
            <div key={index} style={{ paddingLeft: line.depth * 14 }}>
              {line.tokens.map((token, at) => (
                <span key={at} className={look[token.kind]}>
                  {token.text}
                </span>
              ))}
            </div>
          ))}
        </pre>
      )}
      {!whole && pretty.lines.length > FIRST_LINES && (
        <Button look="quiet" size="small" className="m-1 self-start" onClick={() => setWhole(true)}>
          {t('story.wholeBody', { lines: pretty.lines.length.toLocaleString(i18n.language) })}
        </Button>
      )}
    </section>
  );
}
