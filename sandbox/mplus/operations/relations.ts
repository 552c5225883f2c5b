import { wireDateTime } from '../dateTime.ts';
import type { Till } from '../till/makeTill.ts';
import type { WireObject } from '../wire/write.ts';
import { handler, wants } from './handler.ts';
import { page } from './page.ts';

interface PageRequest {
  readonly relationNumbers: readonly number[];
  readonly syncMarker?: number;
  readonly syncMarkerLimit?: number;
}

export const relationHandlers = {
  getRelations: handler<{ request?: PageRequest }>((till, { request }) => ({
    relationList: {
      relation: page(
        till,
        till.relations.page({
          from: request?.syncMarker,
          limit: request?.syncMarkerLimit,
          keep: (relation) => wants(request?.relationNumbers ?? [], relation.relationNumber),
        }),
      ),
    },
  })),

  getRelation: handler<{ relationNumber?: number }>((till, { relationNumber }) => {
    const relation = till.relations.get(relationNumber ?? 0);
    return relation ? { result: 'GET-RELATION-RESULT-OK', relation } : { result: 'GET-RELATION-RESULT-NOT-FOUND' };
  }),

  findRelation: handler<{ relation?: WireObject }>((till, { relation }) => find(till, relation ?? {}, false)),

  findRelationV2: handler<{ request: { relation: WireObject; exactMatch?: boolean } }>((till, { request }) => find(till, request.relation, request.exactMatch ?? false)),

  createRelation: handler<{ relation?: WireObject & { relationNumber?: number } }>((till, { relation }) => {
    if (!relation) return failed('No relation was sent');
    const wanted = relation.relationNumber;
    if (wanted && till.relations.get(wanted)) return { ...failed(`Relation number ${wanted} is taken`), result: 'CREATE-RELATION-RESULT-FAILED-RELATION-NUMBER-ALREADY-TAKEN' };
    const relationNumber = wanted || nextNumber(till);
    const changeTimestamp = wireDateTime(till.clock.now());
    const stored = till.relations.put(relationNumber, { active: true, ...relation, relationNumber, createTimestamp: changeTimestamp, changeTimestamp });
    return { result: 'CREATE-RELATION-RESULT-OK', relationNumber, changeTimestamp, syncMarker: stored.syncMarker, errorMessage: '' };
  }),

  /** Partial: what is left out stays; what comes empty is cleared. */
  updateRelation: handler<{ relation?: WireObject & { relationNumber?: number } }>((till, { relation }) => {
    const known = till.relations.get(relation?.relationNumber ?? 0);
    if (!known) return { result: 'UPDATE-RELATION-RESULT-NOT-FOUND', errorMessage: `There is no relation ${relation?.relationNumber ?? ''}`.trim() };
    const changeTimestamp = wireDateTime(till.clock.now());
    const stored = till.relations.put(known.relationNumber, { ...known, ...relation, relationNumber: known.relationNumber, changeTimestamp });
    return { result: 'UPDATE-RELATION-RESULT-OK', errorMessage: '', changeTimestamp, syncMarker: stored.syncMarker };
  }),
};

/** Where the till looks when it is given an example relation. */
const searchable = [
  'extRelationId', 'name', 'address', 'zipcode', 'city', 'country', 'deliveryAddress', 'deliveryZipcode', 'deliveryCity', 'deliveryCountry', 'contact',
  'telephone', 'mobile', 'email', 'website', 'relationCode', 'cardNumber', 'bankAccountNumber',
] as const;

/** The first relation that has all the texts of the example, whole or, without `exact`, anywhere inside; never more than one. */
function find(till: Till, example: WireObject, exact: boolean): WireObject {
  const wanted = searchable.flatMap((name) => (example[name] ? [[name, fold(example[name])] as const] : []));
  if (wanted.length > 0) {
    for (const relation of till.relations.all()) {
      if (wanted.every(([name, text]) => (exact ? fold(relation[name]) === text : fold(relation[name]).includes(text)))) return { result: 'FIND-RELATION-RESULT-OK', relation };
    }
  }
  return { result: 'FIND-RELATION-RESULT-NOT-FOUND' };
}

const fold = (value: unknown) => String(value ?? '').trim().toLowerCase();

const failed = (errorMessage: string): WireObject => ({ result: 'CREATE-RELATION-RESULT-FAILED', relationNumber: 0, errorMessage });

function nextNumber(till: Till): number {
  let highest = 0;
  for (const relation of till.relations.all()) highest = Math.max(highest, relation.relationNumber);
  return highest + 1;
}
