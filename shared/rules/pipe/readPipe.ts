import type { FieldInfo } from '../../entities/fields.ts';
import { freeId } from '../../flow/edit.ts';
import type { Reason } from '../../records/outcomes.ts';
import { RuleBlockSchema, type RuleBlock, type RuleMap } from '../rules.ts';
import { conditionRow, columnsOf, groupedRows, type PipeRow } from './pipeTable.ts';
import { isPairHead, pipeLabels, pipePolicies, yesOrNo, type PipeColumn, type PipeLabel } from './pipeWords.ts';
import { cutAt, readPart } from './readPart.ts';

/** Something to know about a line: it was not understood (`error`), or understood with a doubt. */
export interface PipeNote {
  readonly severity: 'error' | 'warning';
  /** From 1. */
  readonly line: number;
  readonly reason: Reason;
}

export interface PipeRead {
  readonly blocks: readonly RuleBlock[];
  readonly notes: readonly PipeNote[];
}

interface Draft {
  readonly field: string;
  readonly line: number;
  name?: string;
  default: { on: boolean; value: string; force: boolean } | undefined;
  readonly rows: PipeRow[];
  readonly map: { on: boolean; rows: { from: string; to: string }[]; unmapped: RuleMap['unmapped'] };
}

const arrow = /\s*(?:->|=>|→|⇒)\s*/;

/**
 * Blocks as tools have them that join parts with pipes (docs/rules.md): “Field:” begins one; then its default, its conditions as lines or as a
 * table, and its mapping table. Lines that are not understood are told and left out; names of fields are looked for among `fields`.
 */
export function readPipe(text: string, fields: readonly FieldInfo[], taken: readonly string[] = []): PipeRead {
  const notes: PipeNote[] = [];
  const drafts: Draft[] = [];
  let section = 'parts' as 'parts' | 'table';
  let columns: readonly (PipeColumn | null)[] | null = null;
  let line = 0;
  const note = (severity: PipeNote['severity'], reason: Reason) => void notes.push({ severity, line, reason });
  const fieldOf = (name: string): string => {
    const found = findField(name, fields);
    if (found === null && fields.length > 0) note('warning', { code: 'rules.pipe_unknown_field', text: `The records have no field “${name}”; the name is kept as it is.`, params: { field: name }, fix: 'Choose the field in the rule after taking it over.' });
    return found ?? name;
  };
  const begin = (name: string) => {
    drafts.push({ field: fieldOf(name), line, default: undefined, rows: [], map: { on: false, rows: [], unmapped: 'park' } });
    section = 'parts';
    columns = null;
  };
  const now = (): Draft | undefined => drafts.at(-1);
  const unread = (told: string) => note('error', { code: 'rules.pipe_not_understood', text: `“${told}” was not understood.`, params: { text: told }, fix: 'Write it as field, as “text”, as field = value, as field has value, or add it after taking over the rest.' });

  for (const raw of text.split(/\r?\n/)) {
    line += 1;
    const told = raw.trim();
    if (told === '' || /^[-|:\s=_]+$/.test(told)) continue;
    const labelled = /^([^:|\t"“]{1,60}):(?!\/)\s*(.*)$/.exec(told);
    const label = pipeLabels.get((labelled?.[1] ?? told).trim().toLowerCase().replace(/\?$/, ''));
    const heading = /^\[(.+)\]$/.exec(told)?.[1];
    if (heading !== undefined) begin(heading);
    else if (label === 'field' && labelled) begin(labelled[2]!);
    else if (label && (labelled || label === 'table' || label === 'parts')) take(label, labelled?.[2] ?? '', told);
    else if (labelled && findField(labelled[1]!, fields) !== null) {
      begin(labelled[1]!);
      parts(labelled[2]!);
    } else if (!now()) note('error', { code: 'rules.pipe_no_field', text: `“${shortened(told)}” stands before the first field.`, params: { text: shortened(told) }, fix: 'Put a line before it that names the field to fill, such as “Field: note”.' });
    else if (section === 'table' || arrow.test(told)) pair(raw);
    else row(raw);
  }
  const ids = new Set(taken);
  const blocks = drafts.flatMap((draft): RuleBlock[] => {
    const id = freeId(ids, 'rule');
    const parsed = RuleBlockSchema.safeParse(blockOf(draft, id));
    ids.add(id);
    if (parsed.success) return [parsed.data];
    line = draft.line;
    unread(draft.field);
    return [];
  });
  return { blocks, notes: notes.toSorted((a, b) => a.line - b.line) };

  function take(name: PipeLabel, value: string, told: string): void {
    const draft = now();
    if (!draft) return note('error', { code: 'rules.pipe_no_field', text: `“${shortened(told)}” stands before the first field.`, params: { text: shortened(told) }, fix: 'Put a line before it that names the field to fill, such as “Field: note”.' });
    const set = (part: Partial<NonNullable<Draft['default']>>) => void (draft.default = { on: true, value: '', force: false, ...draft.default, ...part });
    const is = yesOrNo(value);
    switch (name) {
      case 'name':
        draft.name = value;
        return;
      case 'useDefault':
        return is === null ? set({ value: unquoted(value) }) : set({ on: is });
      case 'default':
        return set({ value: unquoted(value) });
      case 'force':
        return is === null ? unread(told) : set({ force: is });
      case 'table':
        if (is === null) return unread(told);
        draft.map.on = value === '' || is;
        section = 'table';
        return;
      case 'unmapped': {
        const policy = pipePolicies.get(value.toLowerCase());
        if (!policy) return unread(told);
        draft.map.unmapped = policy;
        return;
      }
      case 'parts':
        section = 'parts';
        columns = null;
        return parts(value);
      default:
        return unread(told);
    }
  }

  /** “DE|TRUE -> reverse”: the left side is looked up as a whole. */
  function pair(raw: string): void {
    const { map } = now()!;
    const cells = arrow.test(raw) ? raw.split(arrow) : raw.includes('\t') ? raw.split('\t') : raw.includes(';') ? raw.split(';') : raw.split(/\s*=\s*/);
    if (cells.length < 2) return unread(raw.trim());
    const [from = '', to = ''] = cells.map((cell) => unquoted(cell.trim()));
    if (map.rows.length === 0 && isPairHead(from)) return;
    map.on = true;
    map.rows.push({ from, to });
  }

  /** A row of a table of conditions, or parts in one line. */
  function row(raw: string): void {
    const told = raw.trim();
    const cells = raw.includes('\t') ? raw.split('\t') : /^\|.*\|$/.test(told) ? told.slice(1, -1).split('|') : raw.includes(';') ? cutAt(raw, ';') : null;
    if (!cells) return parts(told);
    const head = columnsOf(cells);
    if (head) {
      columns = head;
      return;
    }
    const made = conditionRow(cells.map((cell) => cell.trim()), columns, fieldOf);
    if (made) now()!.rows.push(made);
    else unread(told);
  }

  function parts(told: string): void {
    if (told.trim() === '') return;
    for (const part of cutAt(told, '|')) {
      const made = readPart(part, fieldOf);
      if (made) now()!.rows.push({ group: '', row: made });
      else unread(part === '' ? told : part);
    }
  }
}

function blockOf({ field, name, default: fallback, rows, map }: Draft, id: string): RuleBlock {
  return { id, field, ...(name && { name }), rows: groupedRows(rows), ...(fallback && { default: fallback }), ...((map.on || map.rows.length > 0) && { map }) };
}

/** By its path, else the only one whose path or name is the same but for blanks and signs. */
function findField(name: string, fields: readonly FieldInfo[]): string | null {
  const told = name.trim();
  if (fields.some(({ path }) => path === told)) return told;
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const found = fields.filter(({ path, label }) => plain(path) === plain(told) || plain(label) === plain(told));
  return found.length === 1 ? found[0]!.path : null;
}

const unquoted = (text: string): string => /^(?:"(.*)"|“(.*)”)$/.exec(text)?.slice(1).find((one) => one !== undefined) ?? text;
const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
