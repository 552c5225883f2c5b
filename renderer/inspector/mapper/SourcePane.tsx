import { ChevronRight } from 'lucide-react';
import { memo, useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '#renderer/ui/classes.ts';
import { SearchInput } from '#renderer/ui/inputs.tsx';
import { pathDragType, setLit, useMapper, useMapperUi } from './mapperContext.ts';
import { searchTree, textAt, valueAt, type SourceNode } from './sourceTree.ts';
import { typeIcons } from './typeIcons.ts';

interface SourcePaneProps {
  readonly tree: readonly SourceNode[];
  readonly unused: ReadonlySet<string>;
}

/** Everything the source record holds, with the values of the current one; drag a row onto a target field. */
export function SourcePane({ tree, unused }: SourcePaneProps) {
  const { t } = useTranslation(['editor', 'inspect']);
  const { record } = useMapper();
  const items = useMapperUi((state) => state.items);
  const [search, setSearch] = useState('');
  const [onlyUnused, setOnlyUnused] = useState(false);
  const among = useMemo(() => (onlyUnused ? withOnly(tree, unused) : tree), [tree, onlyUnused, unused]);
  const shown = searchTree(among, search.trim().toLowerCase(), (path) => textAt(record, path, itemOf(path, items)));
  return (
    <section aria-label={t('mapper.source')} className="flex min-h-0 min-w-0 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-1 pr-1 pl-3">
        <SearchInput label={t('mapper.searchSource')} value={search} onChange={setSearch} className="min-w-0 flex-1" />
        <button
          type="button"
          aria-pressed={onlyUnused}
          title={t('inspect:mapper.unusedHelp')}
          onClick={() => setOnlyUnused(!onlyUnused)}
          className={classes('tabular h-7 shrink-0 rounded-6 px-2 text-12 transition-colors', onlyUnused ? 'bg-accent-soft font-medium text-accent' : 'text-muted hover:bg-hover hover:text-text')}
        >
          {t('inspect:mapper.unused', { count: unused.size })}
        </button>
      </div>
      <div role="tree" aria-label={t('mapper.source')} data-scroll onKeyDown={walkRows} className="scroll-y min-h-0 flex-1 pb-6 pl-1">
        {shown.map((node, index) => (
          <SourceRow key={node.path} node={node} depth={0} first={index === 0} />
        ))}
        {shown.length === 0 && <p className="px-3 py-2 text-12 text-muted">{t(onlyUnused && search === '' ? 'inspect:mapper.allUsed' : 'mapper.nothingFound')}</p>}
      </div>
    </section>
  );
}

/** The tree with these leaves only, and the groups above them. */
function withOnly(nodes: readonly SourceNode[], paths: ReadonlySet<string>): readonly SourceNode[] {
  return nodes.flatMap((node) => {
    if (node.children.length === 0) return paths.has(node.path) ? [node] : [];
    const children = withOnly(node.children, paths);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

/** Up and down go from row to row. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
  event.preventDefault();
}

const itemOf = (path: string, items: Readonly<Record<string, number>>) => items[path.slice(0, path.indexOf('[]'))] ?? 0;

interface SourceRowProps {
  readonly node: SourceNode;
  readonly depth: number;
  /** The row that Tab reaches; the arrow keys go on from there. */
  readonly first: boolean;
}

const SourceRow = memo(function SourceRow({ node, depth, first }: SourceRowProps) {
  const { t } = useTranslation('editor');
  const { record } = useMapper();
  const item = useMapperUi((state) => itemOf(node.path, state.items));
  const isLit = useMapperUi((state) => state.lit === `s ${node.path}`);
  const [open, setOpen] = useState(true);
  const Icon = typeIcons[node.type];
  const isGroup = node.children.length > 0 || node.type === 'list' || node.type === 'object';
  const isUsed = useMapperUi((state) => state.used.has(node.path));
  const listValue = node.type === 'list' ? valueAt(record, node.path.replace(/\[\]$/, '')) : undefined;
  const value = isGroup ? (Array.isArray(listValue) ? t('data.items', { count: listValue.length }) : '') : textAt(record, node.path, item);
  const indent = { paddingLeft: 8 + depth * 14 };
  return (
    <>
      <div
        role="treeitem"
        aria-level={depth + 1}
        aria-expanded={isGroup ? open : undefined}
        tabIndex={first ? 0 : -1}
        data-source={node.path}
        draggable={!isGroup}
        onDragStart={(event) => {
          event.dataTransfer.setData(pathDragType, node.path);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onPointerEnter={() => setLit(`s ${node.path}`)}
        onFocus={() => setLit(`s ${node.path}`)}
        onClick={() => isGroup && setOpen(!open)}
        onKeyDown={(event) => {
          if (!isGroup || (event.key !== 'Enter' && event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
          setOpen(event.key === 'Enter' ? !open : event.key === 'ArrowRight');
        }}
        style={indent}
        title={node.label}
        className={classes('flex h-6 items-center gap-1.5 rounded-4 pr-2 text-12 [contain-intrinsic-size:auto_24px] [content-visibility:auto] focus-visible:-outline-offset-2', !isGroup && 'cursor-grab active:cursor-grabbing', isLit && 'bg-hover')}
      >
        {isGroup ? <ChevronRight size={12} aria-hidden className={classes('shrink-0 text-faint transition-transform', open && 'rotate-90')} /> : <Icon size={12} aria-hidden className="shrink-0 text-faint" />}
        <span className={classes('max-w-[64%] shrink-0 truncate', isGroup ? 'font-medium' : isUsed ? 'text-text' : 'text-muted')}>{node.name}</span>{' '}
        <span className="tabular ml-auto min-w-0 truncate pl-2 text-right text-faint">{value}</span>
        <span aria-hidden className={classes('size-1.5 shrink-0 rounded-full forced-color-adjust-none', isUsed ? 'bg-accent' : 'bg-transparent')} />
      </div>
      {isGroup && open && node.children.map((child) => <SourceRow key={child.path} node={child} depth={depth + 1} first={false} />)}
    </>
  );
});
