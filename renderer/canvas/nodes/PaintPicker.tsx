import { Check } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { paints, type Paint } from '#shared/flow/document.ts';
import { classes } from '#renderer/ui/classes.ts';
import { paintLook } from './paintLook.ts';

/** The colours of frames and notes, each with its name. */
export function PaintPicker({ value, onChange }: { readonly value: Paint; readonly onChange: (paint: Paint) => void }) {
  const { t } = useTranslation('editor');
  return (
    <RadioGroup.Root value={value} onValueChange={(next) => onChange(next as Paint)} aria-label={t('paint.label')} className="flex gap-1.5">
      {paints.map((paint) => (
        <RadioGroup.Item key={paint} value={paint} aria-label={t(`paint.${paint}`)} title={t(`paint.${paint}`)} className={classes('flex size-6 items-center justify-center rounded-full border text-text', paintLook[paint].ground, paintLook[paint].line)}>
          <RadioGroup.Indicator>
            <Check size={12} aria-hidden />
          </RadioGroup.Indicator>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
