import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityInfo } from '#shared/entities/fields.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { SearchInput } from '#renderer/ui/inputs.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import type { Mapping } from '#shared/mapping/mapping.ts';
import type { Improvement } from './baseline.ts';
import { DefaultUpdates } from './DefaultUpdates.tsx';
import { setItem, useMapper, useMapperUi } from './mapperContext.ts';
import { refPath, setListSource, targetSections, type TargetRow as Row, type TargetSection } from './mappingEdit.ts';
import { TargetRow } from './TargetRow.tsx';
import { valueAt } from './sourceTree.ts';

export type TargetFilter = 'all' | 'mapped' | 'required' | 'changed';

interface TargetPaneProps {
  readonly entity: EntityInfo;
  readonly filter: TargetFilter;
  readonly setFilter: (filter: TargetFilter) => void;
  /** How many fields differ from the default. */
  readonly changed: number;
  readonly mapping: Mapping;
  readonly updates: readonly Improvement[];
}

/** The target's fields; required ones that nothing fills stand on top in amber, lists are framed. */
export function TargetPane({ entity, filter, setFilter, changed, mapping, updates }: TargetPaneProps) {
  const [search, setSearch] = useState('');
  const { t } = useTranslation(['editor', 'entities']);
  const { standard } = useMapper();
  const outdated = useMemo(() => new Set(updates.map(({ path }) => path)), [updates]);
  const sections = useMemo(() => targetSections(entity, mapping, standard), [entity, mapping, standard]);
  // Said once: looking up a text takes longer than drawing its row.
  const labels = useMemo(() => new Map(entity.fields.map((field) => [field.path, t(`entities:${entity.name}.${field.path}`, { defaultValue: field.label })])), [entity, t]);
  const label = (row: Row) => labels.get(refPath(row.ref)) ?? row.field.label;
  const wanted = search.trim().toLowerCase();
  const shows = (row: Row) =>
    (wanted === '' || `${refPath(row.ref)} ${label(row)}`.toLowerCase().includes(wanted)) &&
    (filter === 'all' || (filter === 'mapped' && row.rule !== undefined) || (filter === 'required' && row.field.required === true) || (filter === 'changed' && row.changed));
  // A field of a list is only missing when the list is filled at all.
  const isMissing = (section: TargetSection, row: Row) => row.field.required === true && !row.rule && (section.field === null || section.list !== null);
  const missing = sections.flatMap((section) => section.rows.filter((row) => isMissing(section, row) && shows(row)));
  const shown = sections.map((section) => ({ section, rows: section.rows.filter((row) => shows(row) && !isMissing(section, row)) })).filter(({ section, rows }) => rows.length > 0 || (section.field !== null && filter === 'all' && wanted === ''));
  return (
    <section aria-label={t('mapper.target')} className="flex min-h-0 min-w-0 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2 pr-3">
        <SearchInput label={t('mapper.searchTarget')} value={search} onChange={setSearch} className="min-w-24 flex-1" />
        <Segmented
          label={t('mapper.filter.label')}
          value={filter}
          onChange={setFilter}
          options={(['all', 'mapped', 'required', 'changed'] as const).map((each) => ({ value: each, label: each === 'changed' && changed > 0 ? `${t('mapper.filter.changed')} ${changed}` : t(`mapper.filter.${each}`) }))}
        />
      </div>
      <div className="grid h-7 shrink-0 grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)_minmax(0,1fr)] items-center gap-2 border-b border-line pr-7 pl-3 text-12 text-faint">
        <span className="truncate">{t('mapper.columns.field')}</span>
        <span className="truncate">{t('mapper.columns.from')}</span>
        <span className="truncate">{t('mapper.columns.result')}</span>
      </div>
      <div data-scroll className="scroll-y min-h-0 flex-1 pb-6">
        <DefaultUpdates updates={updates} labelOf={(path) => labels.get(path.replace(/\[\]$/, '')) ?? path} />
        {missing.length > 0 && (
          <div className="mt-2 mr-1 rounded-8 border border-parked bg-parked-soft pb-1">
            <h3 className="px-3 pt-1.5 text-12 font-medium text-parked">{t('mapper.missing', { count: missing.length })}</h3>
            {missing.map((row) => (
              <TargetRow key={refPath(row.ref)} row={row} outdated={outdated.has(refPath(row.ref))} label={label(row)} list={row.ref.list === null ? null : (mapping.lists.find((list) => list.target === row.ref.list) ?? null)} />
            ))}
          </div>
        )}
        {shown.map(({ section, rows }) =>
          section.field ? (
            <ListSection key={`${section.name}[]`} section={section} rows={rows} outdated={outdated} label={label} title={t(`entities:${entity.name}.${section.name}`, { defaultValue: section.field.label })} />
          ) : (
            <div key={section.name} className="mt-2">
              {section.name !== '' && <h3 className="px-3 pt-1 pb-0.5 text-12 font-medium text-faint">{t(`entities:group.${section.name}`, { defaultValue: section.name })}</h3>}
              {rows.map((row) => (
                <TargetRow key={refPath(row.ref)} row={row} outdated={outdated.has(refPath(row.ref))} label={label(row)} list={null} />
              ))}
            </div>
          ),
        )}
        {missing.length + shown.length === 0 && <p className="px-3 py-3 text-12 text-muted">{t('mapper.nothingFound')}</p>}
      </div>
    </section>
  );
}

interface ListSectionProps {
  readonly section: TargetSection;
  readonly rows: readonly Row[];
  readonly label: (row: Row) => string;
  readonly outdated: ReadonlySet<string>;
  readonly title: string;
}

/** A list of the target: which list fills it, which of its items is shown, and the fields of an item. */
function ListSection({ section, rows, label, outdated, title }: ListSectionProps) {
  const { t } = useTranslation('editor');
  const { change, record, sourceFields } = useMapper();
  const items = useMapperUi((state) => state.items);
  const source = section.list?.source ?? '';
  const found = source === '' ? undefined : valueAt(record, source);
  const count = Array.isArray(found) ? found.length : 0;
  const item = Math.min(items[source] ?? 0, Math.max(0, count - 1));
  const lists = sourceFields.filter((field) => field.type === 'list');
  return (
    <div className="mt-4 mr-1 rounded-8 border border-line">
      <div className="flex h-9 items-center gap-2 border-b border-line bg-sunken px-3">
        <h3 className="text-12 font-semibold">
          {title}
          {section.field?.required && <span aria-hidden className="ml-0.5 text-parked">*</span>}
        </h3>
        <span aria-hidden className="text-faint">←</span>
        <Combobox
          label={t('mapper.listSource', { list: title })}
          value={source}
          onChange={(next) => change((mapping) => setListSource(mapping, section.name, next || null))}
          options={lists.map((field) => ({ value: field.path, label: field.path }))}
          placeholder={t('mapper.chooseList')}
          allowTyped
          clearable
          className="h-6! max-w-40 text-12"
        />
        <span className="flex-1" />
        {count > 0 && (
          <span className="flex items-center">
            <IconButton size="small" icon={ChevronLeft} label={t('mapper.previousItem')} disabled={item === 0} onClick={() => setItem(source, item - 1)} />
            <span className="tabular text-12 text-muted">{t('sample.of', { at: item + 1, count })}</span>
            <IconButton size="small" icon={ChevronRight} label={t('mapper.nextItem')} disabled={item >= count - 1} onClick={() => setItem(source, item + 1)} />
          </span>
        )}
      </div>
      {section.list ? rows.map((row) => <TargetRow key={refPath(row.ref)} row={row} outdated={outdated.has(refPath(row.ref))} label={label(row)} list={section.list} />) : <p className="px-3 py-2 text-12 text-muted">{t('mapper.listEmpty')}</p>}
    </div>
  );
}
