import { XMLParser } from 'fast-xml-parser';
import { isObject } from './looseObject.ts';

/** One complaint of the service, whatever shape it came in. */
export interface ServiceFault {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  /** Path of the property it is about; often empty. */
  readonly element: string;
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);
const asText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Looks a property up whatever its case: the company service writes `Fault.Error`, the gateway `fault.error`. */
function property(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : value[key];
}

/**
 * The faults inside a parsed answer, in either spelling; null when it holds none. A fault can stand
 * in an answer with status 200, and inside one item of a batch.
 */
export function faultsIn(answer: unknown): readonly ServiceFault[] | null {
  const fault = property(answer, 'Fault');
  if (!isObject(fault)) return null;
  const type = asText(property(fault, 'type'));
  const faults = asList(property(fault, 'Error')).map((error) => {
    const message = asText(property(error, 'Message'));
    return {
      // In the gateway's text the code stands padded ("errorCode=003001"), in its field plain.
      code: asText(property(error, 'code')).replace(/^0+(?=\d)/, '') || /errorCode=0*(\d+)/.exec(message)?.[1] || '',
      message,
      detail: asText(property(error, 'Detail')),
      element: asText(property(error, 'element')),
    };
  });
  return faults.length > 0 ? faults : [{ code: '', message: type, detail: '', element: '' }];
}

const xml = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, processEntities: false });

/** The faults of an XML answer (`IntuitResponse`), which comes when something on the way dropped our `Accept`; null for other texts. */
export function faultsInXml(text: string): readonly ServiceFault[] | null {
  if (!/^\s*(<\?xml[^>]*>\s*)?<IntuitResponse[\s>]/.test(text) || text.includes('<!DOCTYPE')) return null;
  try {
    return faultsIn(property(xml.parse(text), 'IntuitResponse'));
  } catch {
    return null;
  }
}
