import type { Company } from './company.ts';
import { findEntity } from './entities/index.ts';
import { faultLine, faultObject, refuse, ServiceFault } from './faults.ts';
import { isObject, objectsAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { includeOptions, writeOne } from './operations.ts';
import { runQuery } from './query/evaluate.ts';
import type { Replay } from './replay.ts';

const mostItems = 30;
const longestRequestId = 36;
const longestItemId = 10;

/**
 * Up to 30 independent items, always HTTP 200; an item that fails holds its Fault. Queries see the books as they were before the
 * batch: items do not see each other's work. With a `requestid` every item is repeated or new by id and `bId` together.
 */
export function runBatch(company: Company, body: unknown, requestId: string | undefined, replay: Replay): JsonObject {
  if (!isObject(body) || !Array.isArray(body['BatchItemRequest'])) refuse(faultLine.unreadable());
  const items = objectsAt(body, 'BatchItemRequest');
  if (items.length > mostItems) refuse(faultLine.batchTooLarge(mostItems));
  if (requestId !== undefined && requestId.length > longestRequestId) refuse(faultLine.badLength('requestid', 0, longestRequestId, requestId.length));
  const answers = new Map<JsonObject, JsonObject>();
  const run = (item: JsonObject, act: () => JsonObject): void => {
    answers.set(item, runItem(item, requestId, replay, act));
  };
  for (const item of items) if (textAt(item, 'Query') !== undefined) run(item, () => ({ QueryResponse: runQuery(company.store, textAt(item, 'Query') ?? '') }));
  for (const item of items) if (!answers.has(item)) run(item, () => writeItem(company, item));
  return { BatchItemResponse: items.map((item) => answers.get(item) ?? {}) };
}

function runItem(item: JsonObject, requestId: string | undefined, replay: Replay, act: () => JsonObject): JsonObject {
  const bId = textAt(item, 'bId');
  const mark = bId === undefined ? {} : { bId };
  try {
    if (bId === undefined) refuse(faultLine.missing('bId'));
    if (requestId === undefined) return { ...act(), ...mark };
    if (bId.length > longestItemId) refuse(faultLine.badLength('bId', 0, longestItemId, bId.length));
    return { ...replay.once(`${requestId}:${bId}`, JSON.stringify(item), act), ...mark };
  } catch (thrown) {
    if (!(thrown instanceof ServiceFault)) throw thrown;
    return { Fault: faultObject(thrown), ...mark };
  }
}

const itemWords: ReadonlySet<string> = new Set(['bid', 'operation', 'optionsdata', 'query']);

function writeItem(company: Company, item: JsonObject): JsonObject {
  const name = Object.keys(item).find((key) => !itemWords.has(key.toLowerCase())) ?? refuse(faultLine.unreadable());
  const definition = findEntity(name) ?? refuse(faultLine.unknownProperty(name));
  return writeOne(company, definition, textAt(item, 'operation'), includeOptions(textAt(item, 'optionsData')), item[name]);
}
