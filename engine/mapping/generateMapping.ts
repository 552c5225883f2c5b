import { formulaCode, formulaTools } from '#engine/formulas/formulaCode.ts';
import { answerOf } from '#shared/formulas/compileFormula.ts';
import { resultOf } from '#shared/formulas/result.ts';
import type { MapRecord } from '#shared/mapping/compile.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { asText, readPath, writePath } from '#shared/mapping/path.ts';
import { atField, atItem, fit, isFilled, ownCopy } from '#shared/mapping/steps.ts';
import { isInside, readMapping, type FieldTree, type MappingTree, type Path } from '#shared/mapping/tree.ts';
import { makeFunction } from './makeFunction.ts';
import { makeReader, readerTools, type Reader } from './readerCode.ts';

/** What generated code may call, and nothing else of ours. */
const tools = { ...formulaTools, ...readerTools, answerOf, asText, atField, atItem, fit, isFilled, ownCopy, readPath, resultOf, writePath };

/**
 * A mapping as a function of a source record, by source text made from the mapping's tree: about as fast as the same written by
 * hand. Same results, warnings and errors as `compileMapping`, which does without generated code. Throws a `setup` error for a
 * faulty mapping.
 *
 * Nothing a user typed becomes code: names of fields go in as JSON text, everything else as a constant with a number.
 */
export function generateMapping(mapping: Mapping): MapRecord {
  return generateFromTree(readMapping(mapping));
}

export function generateFromTree(tree: MappingTree): MapRecord {
  const { code, constants } = mappingCode(tree);
  return makeFunction<MapRecord>(code, { ...tools, ...Object.fromEntries(constants.map((value, at) => [`k${at}`, value])) });
}

/** The source text, and the constants it speaks of as `k0`, `k1` … */
export function mappingCode(tree: MappingTree): { readonly code: string; readonly constants: readonly unknown[] } {
  const constants: unknown[] = [];
  const constant = (value: unknown) => `k${constants.push(value) - 1}`;
  const makers: string[] = [];
  const targets = [...tree.fields.map((field) => field.target), ...tree.lists.map((list) => list.target)];

  const writer = makeWriter('made', targets, constant, makers);
  const body = scopeCode('record', tree.fields, writer, constant);
  const lists = tree.lists.map((list) => {
    const rowWriter = makeWriter('row', list.fields.map((field) => field.target), constant, makers);
    const row = scopeCode('item', list.fields, rowWriter, constant);
    return `
    {
    const found = readPath(record, ${constant(list.source)});
    const rows = [];
    for (let index = 0; Array.isArray(found) && index < found.length; index++) {
      const item = found[index];
      ${rowWriter.begin()}
      try {${row}
      } catch (thrown) {
        throw atItem(thrown, ${constant(list.target)}, index);
      }
      rows.push(row);
    }
    ${writer.write(list.target, 'rows')}
    }`;
  });
  const begin = writer.begin();
  const code = `'use strict';
${makers.join('\n')}
return function map(record, answers) {
    const warnings = [];${begin}${body}${lists.join('')}
    return { value: made, warnings };
};`;
  return { code, constants };
}

/** Statements that fill an object from the fields of one scope: the record, or an item of a list. */
function scopeCode(record: string, fields: readonly FieldTree[], writer: Writer, constant: Constant): string {
  const reader = makeReader(record);
  const statements = fields.map((field) => fieldCode(field, record, reader, writer, constant));
  return `
    let value, text, part, at = '';
    try {${reader.begin()}${statements.join('')}
    } catch (thrown) {
      throw atField(thrown, at);
    }`;
}

function fieldCode(field: FieldTree, record: string, reader: Reader, writer: Writer, constant: Constant): string {
  const get = valueCode(field, record, reader, constant);
  if (field.asIs) return `${get}\n    if (value !== undefined && value !== null && value !== '') { ${writer.write(field.target, field.shared ? 'ownCopy(value)' : 'value')} }`;
  const { rule, lookUp, functions } = field;
  const calls = functions.map(({ apply, args }) => `text = ${constant(apply)}(text, ${constant(args)});`).join(' ');
  const change = lookUp ? `part = ${constant(lookUp)}(text); if (part !== undefined) text = part;${calls && ` else { ${calls} }`}` : calls;
  return `${get}
    text = typeof value === 'string' ? value : asText(value);
    at = ${constant(rule.target)}; ${change}${rule.default === undefined ? '' : `\n    if (text === '') text = ${constant(rule.default)};`}
    if (text !== '') { ${writer.write(field.target, rule.maxLength === undefined ? 'text' : `text.length <= ${constant(rule.maxLength)} ? text : fit(${constant(field)}, text, warnings)`)} }`;
}

/** Statements that leave the source of a field in `value`. */
function valueCode({ rule, from }: FieldTree, record: string, reader: Reader, constant: Constant): string {
  switch (from.kind) {
    case 'path':
      return reader.read('value', from.path);
    case 'constant':
      return `\n    value = ${constant(from.value)};`;
    case 'firstOf':
      return `
    first: {${from.paths.map((path) => `${reader.read('value', path)}\n    if (isFilled(value)) break first;`).join('')}
    value = undefined;
    }`;
    case 'formula': {
      const { common, number } = from.formula;
      const value = common ? formulaCode(common, record, constant) : `answerOf(answers, ${number}, ${record === 'item' ? 'index' : '0'})`;
      return `\n    at = ${constant(rule.target)}; value = resultOf(${value});`;
    }
    case 'template': {
      const isPath = (part: string | Path): part is Path => typeof part !== 'string';
      if (!from.parts.some(isPath)) return `\n    value = ${constant(from.parts.join(''))};`;
      const read = from.parts.map((part, at) => (isPath(part) ? `${reader.read('part', part)}\n    const t${at} = typeof part === 'string' ? part : asText(part);` : ''));
      const empty = from.parts.flatMap((part, at) => (isPath(part) ? [`t${at} === ''`] : [])).join(' && ');
      return `\n    {${read.join('')}\n    value = ${empty} ? '' : ${from.parts.map((part, at) => (isPath(part) ? `t${at}` : constant(part))).join(' + ')};\n    }`;
    }
  }
}

type Constant = (value: unknown) => string;
type Writer = ReturnType<typeof makeWriter>;

/** Puts values into the object being made, by plain assignments where no field lies inside another one. */
function makeWriter(made: string, targets: readonly Path[], constant: (value: unknown) => string, makers: string[]) {
  const plain = !targets.some((target) => targets.some((other) => isInside(other, target)));
  const objects = new Map<string, { readonly name: string; readonly outer: string; readonly keys: Set<string> }>();
  const root = { name: made, outer: '', keys: new Set<string>() };
  objects.set('[]', root);

  /** Statement that sees to the object at a path, and its name. */
  const objectAt = (path: Path): { readonly name: string; readonly ensure: string } => {
    if (path.length === 0) return { name: made, ensure: '' };
    const outer = objectAt(path.slice(0, -1));
    const key = JSON.stringify(path);
    let found = objects.get(key);
    if (!found) objects.set(key, (found = { name: `${made}${objects.size}`, outer: outer.name, keys: new Set() }));
    objects.get(JSON.stringify(path.slice(0, -1)))!.keys.add(path.at(-1)!);
    return { name: found.name, ensure: `if (${found.name} === undefined) { ${outer.ensure}${found.name} = ${outer.name}[${JSON.stringify(path.at(-1))}] = new Kind_${found.name}(); } ` };
  };
  return {
    write(target: Path, value: string): string {
      if (!plain) return `writePath(${made}, ${constant(target)}, ${value});`;
      const { name, ensure } = objectAt(target.slice(0, -1));
      const key = target.at(-1)!;
      [...objects.values()].find((object) => object.name === name)!.keys.add(key);
      return `${ensure}${name}[${JSON.stringify(key)}] = ${value};`;
    },
    begin(): string {
      for (const { name, keys } of objects.values()) makers.push(makerCode(`Kind_${name}`, keys));
      const inner = [...objects.values()].slice(1).map((object) => object.name);
      return `\n    const ${made} = new Kind_${made}();${inner.length > 0 ? `\n    let ${inner.join(', ')};` : ''}`;
    },
  };
}

/** A class whose objects inherit nothing; the assignments that never run tell V8 for how many fields to leave room. */
function makerCode(name: string, keys: ReadonlySet<string>): string {
  return `function ${name}(room) { if (room) { ${[...keys].map((key) => `this[${JSON.stringify(key)}] = 0;`).join(' ')} } }\n${name}.prototype = bareKind;`;
}
