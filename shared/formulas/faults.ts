import { FluxoError, type ErrorKind } from '../errors.ts';

/** What goes wrong inside a formula, in JSONata's own terms: its code, and where in the text. Not an Error, as JSONata's are not. */
export interface Fault {
  readonly code: string;
  /** Letters from the start to behind the part that is meant, as JSONata counts; overwritten on the way out of `and` and `or`, as there. */
  position?: number | undefined;
  token?: string | undefined;
  readonly value?: unknown;
  readonly value2?: unknown;
  readonly index?: number;
  readonly type?: string;
  readonly message?: string;
}

/** Sentences for what people meet most; everything else is told in JSONata's words. */
const sentences: Readonly<Record<string, string>> = {
  T2001: 'what stands left of {{token}} is not a number',
  T2002: 'what stands right of {{token}} is not a number',
  T2009: 'the two sides of {{token}} are not of the same kind',
  T2010: 'only texts and numbers can be compared with {{token}}',
  D1001: 'a number is too large',
  D1002: 'only a number can have a minus in front',
  D3001: 'a number is too large',
  D3010: '$replace cannot look for an empty text',
  D3011: '$replace cannot replace a negative number of times',
  D3020: '$split cannot give a negative number of parts',
  D3030: 'a text is not a number for $number',
  D3110: 'a text is not a date for $toMillis',
  T0410: 'part {{index}} of ${{token}} is of the wrong kind',
  T0411: 'part {{index}} of ${{token}} is of the wrong kind',
  T0412: '${{token}} needs a list of which every item is of the same kind',
};

/** What was asked for is not done, in any way of running a formula. */
const limits: Readonly<Record<string, { readonly code: string; readonly what: string; readonly fix: string }>> = {
  D1011: { code: 'formula.too_deep', what: 'A formula calls itself too often.', fix: 'Take the recursion out of it.' },
  D1012: { code: 'formula.too_slow', what: 'A formula took too long.', fix: 'Look for an endless loop, or for lists that are combined with each other.' },
  D2014: { code: 'formula.too_many', what: 'A formula makes a list that is too long.', fix: 'Make shorter lists.' },
  D2015: { code: 'formula.too_many', what: 'A formula makes a list that is too long.', fix: 'Make shorter lists.' },
  too_large: { code: 'formula.too_large', what: 'A formula makes a text that is too long.', fix: 'Keep its result below a million letters.' },
  too_much_memory: { code: 'formula.too_much_memory', what: 'A formula needs too much memory.', fix: 'Make shorter texts and lists.' },
};

/** A fault as an error that says where in the formula, and how to put it right. `kind` `setup` = the formula itself, `data` = with this record. `text` is the formula's own. */
export function faultError(thrown: unknown, kind: ErrorKind, field?: string, text = ''): FluxoError {
  if (thrown instanceof FluxoError) return thrown;
  const where = field === undefined ? {} : { where: { field } };
  const fault = asFault(thrown);
  const limit = limits[fault.code];
  if (limit) return new FluxoError({ ...limit, kind, ...where });
  if (ownWords.has(fault.code) && !isWritten(fault.message ?? '', text)) {
    return new FluxoError({ code: 'formula.refused', kind, what: 'The formula refuses this record, in words that stand in its story.', ...where, fix: 'Open the record to read them. Correct the value in the source, or change the formula.', words: (fault.message ?? '').slice(0, mostWords) });
  }
  const position = fault.position === undefined ? '' : String(fault.position);
  const detail = detailOf(fault);
  if (kind === 'setup') {
    return new FluxoError({ code: 'formula.syntax', kind, what: `The formula cannot be read${position && ` at letter ${position}`}: ${detail}.`, ...where, fix: 'Correct it there: texts stand in quotes, functions begin with $, names with blanks stand in `backticks`.', params: { position, detail } });
  }
  return new FluxoError({ code: 'formula.failed', kind, what: `The formula cannot be worked out for this record${position && ` (letter ${position})`}: ${detail}.`, ...where, fix: 'Correct the value in the source, or make the formula take care of it. A text with digits becomes a number by $number(…).', params: { position, detail } });
}

/** Whatever was thrown, as a fault: JSONata throws plain objects, a formula too deep for the machine throws a RangeError. */
function asFault(thrown: unknown): Fault {
  if (thrown instanceof RangeError) return { code: /string length|array length|allocation/i.test(thrown.message) ? 'too_large' : 'D1011' };
  if (typeof thrown !== 'object' || thrown === null) return { code: '' };
  const { code, position, token, value, value2, index, type, message } = thrown as Partial<Fault>;
  return { code: typeof code === 'string' ? code : '', position: typeof position === 'number' ? position : undefined, token: typeof token === 'string' ? token : undefined, value, value2, ...(typeof index === 'number' && { index }), ...(typeof type === 'string' && { type }), ...(typeof message === 'string' && { message }) };
}

/** What a formula says itself by `$error` and `$assert`: its author's words. */
const ownWords: ReadonlySet<string> = new Set(['D3137', 'D3141']);
const mostWords = 1000;
/** JSONata's own, where the author gave none. */
const noWords: ReadonlySet<string> = new Set(['$error() function evaluated', '$assert() statement failed']);

/** True for words that stand in the formula as they are, so that none of them can come from the record. */
const isWritten = (words: string, formula: string): boolean => noWords.has(words) || formula.includes(JSON.stringify(words)) || formula.includes(`'${words}'`);

/** JSONata's message without what the record holds, which JSONata puts into it as JSON: no error tells of a person. */
function withoutValues({ code, message = '', value, value2 }: Fault): string {
  if (ownWords.has(code)) return message;
  // Of numbers nobody is known by, and they stand in sentences of their own as well.
  const held = [value, value2].flatMap((one) => (typeof one === 'number' ? [] : (JSON.stringify(one) ?? [])));
  return held.reduce((told, text) => told.replaceAll(text, '…'), message);
}

function detailOf(fault: Fault): string {
  const own = sentences[fault.code];
  if (own !== undefined) return own.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(fault[name as keyof Fault] ?? ''));
  // Faults of the compiled part all have sentences above; what is left comes from JSONata with a message of its own.
  const message = withoutValues(fault).split('\n')[0]?.slice(0, 200).replace(/\.$/, '');
  return message === undefined || message === '' || fault.code === '' ? 'it asks for something that cannot be done' : message;
}
