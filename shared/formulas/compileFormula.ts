import { FluxoError } from '../errors.ts';
import { compileCommon } from './compileCommon.ts';
import type { Answers } from './jobs.ts';
import { parseFormula } from './parseFormula.ts';

/** A formula ready to be worked out: by Fluxo itself (`common`), or by JSONata, whose answers come under `number`. */
export type FormulaTree = ReturnType<typeof readFormula>;

/** Throws a `setup` error that names the field. `next` numbers the formulas that are left to JSONata. */
export function readFormula(text: string, field: string, next: (text: string) => number) {
  try {
    const { common } = parseFormula(text);
    return { text, common, ...(common ? { work: compileCommon(common), number: -1 } : { work: null, number: next(text) }) };
  } catch (thrown) {
    throw thrown instanceof FluxoError ? thrown.at({ field }) : thrown;
  }
}

/** JSONata's value for a formula; nothing where it was not asked. Throws the `data` error it ended with. */
export function answerOf(answers: Answers | undefined, number: number, item: number): unknown {
  const answer = answers?.[number]?.[item];
  if (answer === undefined) return undefined;
  if ('error' in answer) throw new FluxoError(answer.error);
  return answer.value;
}
