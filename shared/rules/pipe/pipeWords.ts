import type { UnmappedPolicy } from '../../mapping/mapping.ts';

/** What the parts of a block are called in the tools blocks come from, in English, Dutch and Portuguese. */
const told = {
  field: 'field, datamodel field, data model field, target field, veld, datamodelveld, doelveld, campo, campo de destino',
  name: 'name, naam, nome',
  useDefault: 'use default, use default value, make use of default, make use of default value, gebruik standaard, gebruik standaardwaarde, usar padrão, usar valor padrão',
  default: 'default, default value, value, standaard, standaardwaarde, waarde, padrão, valor padrão, valor',
  force: 'force, force usage, force use, forceer, forceer gebruik, forçar, forçar uso',
  table: 'mapping, mapping table, use mapping table, mappingtabel, vertaaltabel, gebruik mappingtabel, tabela, tabela de mapeamento, usar tabela de mapeamento',
  unmapped: 'unmapped, not mapped, when not mapped, if not mapped, if a value cannot be mapped, when a value cannot be mapped, niet in de tabel, als een waarde niet in de tabel staat, não mapeado, se não mapeado',
  parts: 'parts, conditions, conditional table, rows, condition, delen, voorwaarden, voorwaardentabel, rijen, partes, condições, tabela condicional, linhas',
} as const;
export type PipeLabel = keyof typeof told;

const columns = {
  group: 'group, groep, grupo, #, nr',
  join: 'and/or, row condition, en/of, rijvoorwaarde, e/ou',
  field: 'field, source field, veld, bronveld, campo, campo de origem',
  op: 'condition, comparison, operator, voorwaarde, vergelijking, condição, comparação, operador',
  value: 'value, compare with, waarde, vergelijk met, valor, comparar com',
  action: 'action, then, use, result, actie, dan, gebruik, resultaat, ação, então, usar, resultado',
  otherwise: 'else, otherwise, anders, senão',
} as const;
export type PipeColumn = keyof typeof columns;

const pairHeads = 'from, source, key, in, van, bron, de, origem';

const byWord = <K extends string>(words: Readonly<Record<K, string>>): ReadonlyMap<string, K> => new Map((Object.entries(words) as [K, string][]).flatMap(([key, list]) => list.split(', ').map((word) => [word, key] as const)));
export const pipeLabels = byWord(told);
export const pipeColumns = byWord(columns);
export const isPairHead = (cell: string): boolean => pairHeads.split(', ').includes(cell.trim().toLowerCase());

export const pipePolicies: ReadonlyMap<string, UnmappedPolicy> = byWord({
  keepSource: 'keep, keep it, keep value, keep original, use original, use source, keep source, source value, behouden, bronwaarde, manter, valor de origem',
  useDefault: 'default, use default, default value, standaard, gebruik standaard, padrão, usar padrão',
  leaveEmpty: 'empty, leave empty, nothing, leeg, leeg laten, vazio, deixar vazio',
  fail: 'fail, error, refuse, reject, fout, weigeren, erro, recusar',
  park: 'park, ask, wait, wait and ask, vragen, wachten, perguntar, esperar',
});

/** Null for a word that is neither. */
export function yesOrNo(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  if (['yes', 'true', 'on', '1', 'x', '✓', 'ja', 'aan', 'sim'].includes(word)) return true;
  return ['no', 'false', 'off', '0', '', 'nee', 'uit', 'não'].includes(word) ? false : null;
}
