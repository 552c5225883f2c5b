import { FluxoError, type ErrorData } from '../errors.ts';
import { mappingFunctions } from '../mapping/functions.ts';
import { asText, readPath, writePath } from '../mapping/path.ts';
import { ownCopy } from '../mapping/steps.ts';
import { isDecimal, sum } from '../money/decimal.ts';
import { compileConditions } from '../records/evaluate.ts';
import type { Reason } from '../records/outcomes.ts';
import { applyValueSetting } from '../settings/valueSetting.ts';
import { itemsOf, rulePath, scopeReader, type Scope } from './paths.ts';
import { blockName, type Operand, type RuleAction, type RuleBlock, type RuleRow, type RuleStep } from './rules.ts';

/** What a block made of one record, or of one item of a list, for whoever wants to see how. */
export interface BlockTrace {
  readonly block: string;
  /** Of a block for a field of a list: the item, from 0. */
  readonly item?: number;
  /** The field before. */
  readonly before: string;
  /** One per row that is switched on; with `first` that of the row that held. */
  readonly parts: readonly string[];
  readonly joined: string;
  /** What the table made of it; absent without a table. */
  readonly mapped?: string;
  readonly after: string;
  readonly forced?: true;
  readonly skipped?: Reason;
  readonly error?: ErrorData;
}

export interface RuleResult {
  /** The record as the blocks left it: a copy when anything changed. */
  readonly value: Record<string, unknown>;
  /** Set when a row stopped the record. */
  readonly skipped?: Reason;
}

export interface CompiledRules {
  /** Works all blocks off, top to bottom. Throws a `data` error: of a row that refuses the record, of a value that cannot be counted with, of a table that lacks a value. */
  run(record: Readonly<Record<string, unknown>>, trace?: (trace: BlockTrace) => void): RuleResult;
}

type Work = (scope: Scope) => string;

/** A row that stops the record. */
class Skip {
  readonly reason: Reason;
  constructor(reason: Reason) {
    this.reason = reason;
  }
}

/** Blocks as one function. Throws a `setup` error for a faulty block: a bad path, an unknown function. */
export function compileRules(blocks: readonly RuleBlock[]): CompiledRules {
  const works = blocks.filter(({ off }) => !off).map(compileBlock);
  return {
    run(record, trace) {
      if (works.length === 0) return { value: record };
      const value = ownCopy(record) as Record<string, unknown>;
      try {
        for (const work of works) work(value, trace);
      } catch (thrown) {
        if (thrown instanceof Skip) return { value, skipped: thrown.reason };
        throw thrown;
      }
      return { value };
    },
  };
}

/** Names a table inside a row in what a record is parked on; the block's own table is named by the block. */
export const lookupKey = (blockId: string): string => `${blockId}/lookup`;

function compileBlock(block: RuleBlock): (record: Record<string, unknown>, trace?: (trace: BlockTrace) => void) => void {
  const { list, inner } = rulePath(block.field);
  const evaluate = compileValue(block, list);
  const work = (scope: Scope, place: Record<string, unknown>, item: number | undefined, trace?: (trace: BlockTrace) => void) => {
    const before = fieldText(block, readPath(place, inner));
    const told: { -readonly [K in keyof BlockTrace]: BlockTrace[K] } = { block: block.id, ...(item !== undefined && { item }), before, parts: [], joined: before, after: before };
    try {
      told.after = evaluate(scope, before, told);
    } catch (thrown) {
      if (thrown instanceof Skip) trace?.({ ...told, skipped: thrown.reason });
      else if (thrown instanceof FluxoError) trace?.({ ...told, error: thrown.data });
      throw thrown;
    }
    trace?.(told);
    // An empty value is left out, as a mapping leaves it out.
    if (told.after === before) return;
    if (told.after === '') removeAt(place, inner);
    else writePath(place, inner, told.after);
  };
  if (list === null) return (record, trace) => work({ record }, record, undefined, trace);
  return (record, trace) => itemsOf(record, list).forEach((item, index) => typeof item === 'object' && item !== null && work({ record, item }, item as Record<string, unknown>, index, trace));
}

/** The algorithm of a block, from the rows to what is written. */
function compileValue(block: RuleBlock, list: string | null): (scope: Scope, before: string, told: { parts: readonly string[]; joined: string; mapped?: string; forced?: true }) => string {
  const rows = block.rows.map((row, index) => ({ row, number: index + 1 })).filter(({ row }) => !row.off).map(({ row, number }) => compileRow(row, block, number, list));
  const fallback = block.default?.on ? block.default : undefined;
  return (scope, before, told) => {
    if (fallback?.force) {
      told.forced = true;
      return fallback.value;
    }
    if (rows.length > 0) {
      if (block.take === 'first') {
        const held = rows.find(({ holds }) => holds(scope));
        told.parts = held ? [held.yes(scope)] : [];
      } else {
        // Empty parts stay, so that the second of three is always the second.
        told.parts = rows.map(({ holds, yes, no }) => (holds(scope) ? yes(scope) : no(scope)));
      }
      told.joined = told.parts.length === 0 ? before : told.parts.join('|');
    }
    let value = told.joined;
    if (block.map?.on) {
      const { rows: table, unmapped, exact } = block.map;
      value = applyValueSetting({ enabled: true, force: false, default: fallback?.value ?? '', table, unmapped, ...(exact && { exact }) }, value, block.id, blockName(block));
      told.mapped = value;
    }
    return value === '' && fallback ? fallback.value : value;
  };
}

function compileRow(row: RuleRow, block: RuleBlock, number: number, list: string | null): { readonly holds: (scope: Scope) => boolean; readonly yes: Work; readonly no: Work } {
  const named = namer(block, number);
  // Formulas see a record, rules see a record and one of its items.
  if (row.if?.rows.some(({ op }) => op === 'formula')) throw new FluxoError({ code: 'rules.formula', kind: 'setup', what: `Row ${number} has a formula for a condition, which rules cannot work with.`, where: { field: block.field }, fix: 'Use the other comparisons, or a filter.', params: { row: String(number) } });
  const conditions = row.if && row.if.rows.length > 0 ? compileConditions(row.if, (path) => scopeReader(path, list) as (scope: unknown) => unknown) : null;
  const yes = compileAction(row.use, block, number, list);
  const no: Work = row.otherwise ? compileAction(row.otherwise, block, number, list) : row.use.from.kind === 'yesNo' ? () => 'FALSE' : () => '';
  return {
    holds: (scope) => {
      try {
        return conditions?.test(scope) ?? true;
      } catch (thrown) {
        throw named(thrown);
      }
    },
    yes,
    no,
  };
}

function compileAction({ from, steps = [] }: RuleAction, block: RuleBlock, number: number, list: string | null): Work {
  const begin = compileSource(from, block, list);
  const works = steps.map((step) => compileStep(step, block, list));
  const named = namer(block, number);
  return (scope) => {
    try {
      let value = begin(scope);
      for (const work of works) value = work(value, scope);
      return value;
    } catch (thrown) {
      throw named(thrown);
    }
  };
}

function compileSource(from: RuleAction['from'], block: RuleBlock, list: string | null): Work {
  const params = { block: blockName(block) };
  switch (from.kind) {
    case 'field': {
      const read = scopeReader(from.path, list);
      return (scope) => asText(read(scope));
    }
    case 'text':
      return () => from.text;
    case 'yesNo':
      return () => 'TRUE';
    case 'empty':
      return () => '';
    case 'list':
      return compileList(from);
    case 'skip':
      return () => {
        throw new Skip(from.reason ? { code: 'rules.skipped_because', text: `The rule “${params.block}” stops it: ${from.reason}`, params: { ...params, reason: from.reason } } : { code: 'rules.skipped', text: `The rule “${params.block}” stops it.`, params });
      };
    case 'fail':
      return () => {
        throw from.reason
          ? new FluxoError({ code: 'rules.refused_because', kind: 'data', what: `The rule “${params.block}” refuses it: ${from.reason}`, where: { field: block.field }, fix: 'Correct the record in its source, or change the rule.', params: { ...params, reason: from.reason } })
          : new FluxoError({ code: 'rules.refused', kind: 'data', what: `The rule “${params.block}” refuses it.`, where: { field: block.field }, fix: 'Correct the record in its source, or change the rule.', params });
      };
  }
}

function compileList({ path, take, nth = 1 }: Extract<RuleAction['from'], { kind: 'list' }>): Work {
  const { list, inner } = path.includes('[].') ? rulePath(path) : { list: path, inner: [] };
  const values = (record: unknown) => itemsOf(record, list!).map((item) => asText(inner.length === 0 ? item : readPath(item, inner)));
  switch (take) {
    case 'count':
      return ({ record }) => String(inner.length === 0 ? itemsOf(record, list!).length : values(record).filter((value) => value.trim() !== '').length);
    case 'sum':
      return ({ record }) => sum(values(record).filter((value) => value.trim() !== '').map(numberOf));
    case 'first':
      return ({ record }) => values(record)[0] ?? '';
    case 'last':
      return ({ record }) => values(record).at(-1) ?? '';
    case 'nth':
      return ({ record }) => values(record)[nth - 1] ?? '';
  }
}

function numberOf(value: string): string {
  const text = value.trim();
  if (!isDecimal(text)) throw new FluxoError({ code: 'mapping.not_a_number', kind: 'data', what: `“${value}” is not a number.`, params: { value }, fix: 'Correct the value in the source system, or map another field.' });
  return text;
}

function compileStep(step: RuleStep, block: RuleBlock, list: string | null): (value: string, scope: Scope) => string {
  if (step.table) {
    const { rows, unmapped, exact } = step.table;
    const setting = { enabled: true, force: false, default: block.default?.on ? block.default.value : '', table: rows, unmapped, ...(exact && { exact }) };
    return (value) => applyValueSetting(setting, value, lookupKey(block.id), blockName(block));
  }
  const found = mappingFunctions.get(step.name);
  if (!found) throw new FluxoError({ code: 'mapping.unknown_function', kind: 'setup', what: `There is no function “${step.name}”.`, where: { field: block.field }, fix: `Choose one of: ${[...mappingFunctions.keys()].join(', ')}.`, params: { name: step.name, choices: [...mappingFunctions.keys()].join(', ') } });
  const args = (step.args ?? []).map((operand) => compileOperand(operand, list));
  if (args.every((arg) => typeof arg === 'string')) return (value) => found.apply(value, args as string[]);
  return (value, scope) => found.apply(value, args.map((arg) => (typeof arg === 'string' ? arg : arg(scope))));
}

function compileOperand(operand: Operand, list: string | null): string | Work {
  if (operand.kind === 'text') return operand.text;
  const read = scopeReader(operand.path, list);
  return (scope) => asText(read(scope));
}

/** A fault of a value, told with the block and the row in which it stood. What a row does on purpose stays as it is. */
function namer(block: RuleBlock, number: number): (thrown: unknown) => unknown {
  return (thrown) => {
    if (!(thrown instanceof FluxoError) || thrown.code.startsWith('rules.') || thrown.data.parkedOn) return thrown;
    const params = { block: blockName(block), row: String(number), value: thrown.data.params?.['value'] ?? '' };
    return new FluxoError({ code: 'rules.row_failed', kind: thrown.kind, what: `The rule “${params.block}” cannot work with “${params.value}” in row ${params.row}: ${thrown.data.what}`, where: { field: block.field }, fix: 'Correct the record in its source, or change that row of the rule.', params }, { cause: thrown });
  };
}

/** A rule fills texts, numbers and dates; it never takes the place of a whole list or group. */
function fieldText(block: RuleBlock, value: unknown): string {
  if (typeof value === 'object' && value !== null) throw new FluxoError({ code: 'rules.not_a_value', kind: 'data', what: `The rule “${blockName(block)}” cannot fill ${block.field}: it holds a list or a group of fields.`, where: { field: block.field }, fix: 'Choose a single field for the rule.', params: { block: blockName(block), field: block.field } });
  return asText(value);
}

function removeAt(place: Record<string, unknown>, path: readonly string[]): void {
  const holder = path.length === 1 ? place : readPath(place, path.slice(0, -1));
  if (typeof holder === 'object' && holder !== null) delete (holder as Record<string, unknown>)[path.at(-1)!];
}
