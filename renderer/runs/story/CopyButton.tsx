import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton, Button } from '#renderer/ui/Button.tsx';
import { toastError } from '#renderer/ui/toast.tsx';

interface CopyButtonProps {
  readonly label: string;
  readonly text: () => string;
  /** Shows its words; otherwise they are the tooltip. */
  readonly words?: boolean;
}

/** Puts a text on the clipboard and says so for a moment where the click was. */
export function CopyButton({ label, text, words = false }: CopyButtonProps) {
  const { t } = useTranslation('runs');
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = () => navigator.clipboard.writeText(text()).then(() => setDone(true), toastError);
  const icon = done ? Check : Copy;
  return words ? (
    <Button look="quiet" size="small" icon={icon} onClick={copy}>
      {done ? t('copied') : label}
    </Button>
  ) : (
    <IconButton size="small" icon={icon} label={done ? t('copied') : label} onClick={copy} />
  );
}
