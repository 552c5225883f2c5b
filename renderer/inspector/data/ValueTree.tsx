import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '#renderer/ui/classes.ts';

/** A record as a tree: names left, values right, groups that fold. */
export function ValueTree({ value, depth = 0 }: { readonly value: unknown; readonly depth?: number }) {
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value).map(([key, inner]) => <Row key={key} name={key} value={inner} depth={depth} inList={Array.isArray(value)} />);
}

function Row({ name, value, depth, inList }: { readonly name: string; readonly value: unknown; readonly depth: number; readonly inList: boolean }) {
  const { t } = useTranslation('editor');
  const isGroup = typeof value === 'object' && value !== null;
  const [open, setOpen] = useState(depth < 2);
  const label = inList ? `${Number(name) + 1}` : name;
  const indent = { paddingLeft: 12 + depth * 14 };
  if (isGroup) {
    return (
      <>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} style={indent} className="flex min-h-6 w-full items-center gap-1 pr-4 text-left text-12 hover:bg-hover focus-visible:outline-offset-[-2px]">
          <ChevronRight size={12} aria-hidden className={classes('shrink-0 text-faint transition-transform', open && 'rotate-90')} />
          <span className="font-medium">{label}</span>
          <span className="text-faint">{Array.isArray(value) ? t('data.items', { count: value.length }) : ''}</span>
        </button>
        {open && <ValueTree value={value} depth={depth + 1} />}
      </>
    );
  }
  const empty = value === '' || value === null || value === undefined;
  return (
    <div style={indent} className="flex min-h-6 items-baseline gap-3 py-1 pr-4 text-12 hover:bg-hover">
      <span className="w-[42%] shrink-0 truncate pl-4 text-muted" title={label}>{label}</span>
      <span className={classes('tabular min-w-0 flex-1 break-words', empty && 'text-faint')}>{empty ? t('form.empty') : String(value)}</span>
    </div>
  );
}
