import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { asFluxoError, type ErrorData } from '#shared/errors.ts';
import { useSpoken, type Said } from '#renderer/i18n/useSpoken.ts';

interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'error';
  readonly text: string;
  /** Said in the reader's language when it is shown. */
  readonly error?: ErrorData | undefined;
}

const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));
let nextId = 1;

/** Says something happened, for a few seconds; errors stay until they are read away. */
export function toast(text: string): void {
  useToasts.setState((state) => ({ toasts: [...state.toasts.slice(-2), { id: nextId++, tone: 'done', text }] }));
}

/** Shows whatever was thrown: what and how to fix it. */
export function toastError(thrown: unknown): void {
  const error = asFluxoError(thrown).data;
  useToasts.setState((state) => ({ toasts: [...state.toasts.filter((other) => other.text !== error.what).slice(-2), { id: nextId++, tone: 'error', text: error.what, error }] }));
}

const dismiss = (id: number) => useToasts.setState((state) => ({ toasts: state.toasts.filter((other) => other.id !== id) }));

/** Stands once in the shell. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div aria-live="polite" className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-88 flex-col gap-2">
      {toasts.map((each) => (
        <ToastCard key={each.id} toast={each} />
      ))}
    </div>
  );
}

function ToastCard({ toast: { id, tone, text, error } }: { readonly toast: Toast }) {
  const { t } = useTranslation('ui');
  const { ofError } = useSpoken();
  const { what, fix }: Said = error ? ofError(error) : { what: text };
  useEffect(() => {
    if (tone === 'error') return;
    const timer = setTimeout(() => dismiss(id), 4000);
    return () => clearTimeout(timer);
  }, [id, tone]);
  const Icon = tone === 'error' ? CircleAlert : CircleCheck;
  return (
    <div className="pointer-events-auto flex animate-appear gap-2 rounded-8 bg-raised p-3 shadow-float">
      <Icon size={16} aria-hidden className={tone === 'error' ? 'mt-0.5 shrink-0 text-failed' : 'mt-0.5 shrink-0 text-created'} />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{what}</p>
        {fix && <p className="text-12 break-words text-muted">{fix}</p>}
      </div>
      <button type="button" aria-label={t('close')} onClick={() => dismiss(id)} className="self-start rounded-4 p-0.5 text-faint hover:text-text">
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
