import { answerOf } from '../formulas/compileFormula.ts';
import type { Answers } from '../formulas/jobs.ts';
import { resultOf } from '../formulas/result.ts';
import type { Reason } from '../records/outcomes.ts';
import { asText, bareObject, readPath, writePath } from './path.ts';
import { atField, atItem, changeText, fit, isFilled, ownCopy } from './steps.ts';
import { readMapping, readTemplate, type FieldTree, type MappingTree, type SourceTree } from './tree.ts';
import type { Mapping } from './mapping.ts';

export interface Mapped {
  readonly value: Record<string, unknown>;
  /** Such as a text that was cut. */
  readonly warnings: readonly Reason[];
}

type Getter = (record: unknown, answers: Answers | undefined, item: number) => unknown;
type FieldSetter = (record: unknown, into: Record<string, unknown>, warnings: Reason[], answers: Answers | undefined, item: number) => void;

/** A record mapped. `answers` = what JSONata made of the formulas that were left to it; without them those fields stay empty. */
export type MapRecord = (record: unknown, answers?: Answers) => Mapped;

function compileSource(from: SourceTree): Getter {
  switch (from.kind) {
    case 'path':
      return (record) => readPath(record, from.path);
    case 'constant':
      return () => from.value;
    case 'firstOf':
      return (record) => {
        for (const path of from.paths) {
          const value = readPath(record, path);
          if (isFilled(value)) return value;
        }
        return undefined;
      };
    case 'template':
      return fillTemplate(from.parts);
    case 'formula': {
      const { work, number } = from.formula;
      return (record, answers, item) => resultOf(work ? work(record) : answerOf(answers, number, item));
    }
  }
}

/**
 * Text with `{path}` placeholders as a function of a record. Gives the empty text when none of its
 * placeholders has a value, so that a template never leaves only its punctuation behind.
 */
export function compileTemplate(text: string): (record: unknown) => string {
  return fillTemplate(readTemplate(text));
}

function fillTemplate(parts: ReturnType<typeof readTemplate>): (record: unknown) => string {
  const hasPaths = parts.some((part) => typeof part !== 'string');
  return (record) => {
    let filled = !hasPaths;
    let result = '';
    for (const part of parts) {
      const piece = typeof part === 'string' ? part : asText(readPath(record, part));
      if (typeof part !== 'string' && piece !== '') filled = true;
      result += piece;
    }
    return filled ? result : '';
  };
}

function compileField(field: FieldTree): FieldSetter {
  const get = compileSource(field.from);
  const { target } = field;
  return (record, into, warnings, answers, item) => {
    try {
      const value = get(record, answers, item);
      if (field.asIs) {
        if (value !== undefined && value !== null && value !== '') writePath(into, target, field.shared ? ownCopy(value) : value);
        return;
      }
      const text = changeText(field, asText(value));
      if (text !== '') writePath(into, target, fit(field, text, warnings));
    } catch (thrown) {
      throw atField(thrown, field.rule.target);
    }
  };
}

/**
 * A mapping as a function of a source record. Paths and functions are resolved once; a faulty mapping
 * throws a `setup` error here, a faulty record a `data` error in the returned function. The result is
 * in the entity's shape and inherits nothing; empty values are left out.
 *
 * Made of closures, for where generated code is forbidden; the engine's `generateMapping` gives the same faster.
 */
export function compileMapping(mapping: Mapping): MapRecord {
  return compileTree(readMapping(mapping));
}

export function compileTree(tree: MappingTree): MapRecord {
  const fields = tree.fields.map(compileField);
  const lists = tree.lists.map((list) => ({ ...list, fields: list.fields.map(compileField) }));
  return (record, answers) => {
    const value = bareObject();
    const warnings: Reason[] = [];
    for (const set of fields) set(record, value, warnings, answers, 0);
    for (const list of lists) {
      const found = readPath(record, list.source);
      const items = Array.isArray(found) ? found : [];
      writePath(value, list.target, items.map((item: unknown, index) => {
        const made = bareObject();
        try {
          for (const set of list.fields) set(item, made, warnings, answers, index);
        } catch (thrown) {
          throw atItem(thrown, list.target, index);
        }
        return made;
      }));
    }
    return { value, warnings };
  };
}
