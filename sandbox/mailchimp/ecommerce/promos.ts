import type { Account } from '../account.ts';
import { collection } from '../wire/collection.ts';
import { withLinks } from '../wire/links.ts';
import type { JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Call, Handler, Route } from '../wire/route.ts';
import { checkBody, choice, flag, id, integer, moment, number, object, text } from '../wire/shape.ts';
import { findStore, found } from './store.ts';
import type { PromoRule } from './store.ts';

const longestId = 50;
const words = (most: number) => ({ is: 'string', most }) as const;
const ruleShape = object(
  {
    id: id(longestId), title: words(100), description: words(255), amount: number, type: choice('fixed', 'percentage'), target: choice('per_item', 'total', 'shipping'), starts_at: moment, ends_at: moment, enabled: flag,
    created_at_foreign: moment, updated_at_foreign: moment,
  },
  ['id', 'description', 'amount', 'type', 'target'],
);
const codeShape = object({ id: id(longestId), code: words(50), redemption_url: words(2000), usage_count: integer, enabled: flag, created_at_foreign: moment, updated_at_foreign: moment, title: text }, ['id', 'code', 'redemption_url']);

const showRule = (store: string, rule: PromoRule): JsonObject => withLinks(`ecommerce/stores/${store}/promo-rules/${rule.id}`, { id: rule.id, title: '', starts_at: '', ends_at: '', enabled: true, created_at_foreign: '', updated_at_foreign: '', ...rule.fields });
const showCode = (store: string, rule: string, codeId: string, code: JsonObject): JsonObject => withLinks(`ecommerce/stores/${store}/promo-rules/${rule}/promo-codes/${codeId}`, { id: codeId, usage_count: 0, enabled: true, created_at_foreign: '', updated_at_foreign: '', ...code });

function ruleAt(account: Account, call: Call) {
  const store = findStore(account, idAt(call, 0));
  return { store, rule: found(store.promoRules.get(idAt(call, 1))) };
}

const addRule: Handler = (account, call) => {
  const store = findStore(account, idAt(call, 0));
  const { id: ruleId, ...fields } = checkBody(ruleShape, call.body);
  if (store.promoRules.has(String(ruleId))) throw problem.exists('A promo rule');
  const rule: PromoRule = { id: String(ruleId), fields, codes: new Map() };
  store.promoRules.set(rule.id, rule);
  return showRule(store.id, rule);
};

const changeRule: Handler = (account, call) => {
  const { store, rule } = ruleAt(account, call);
  const { id: _id, ...fields } = checkBody(ruleShape, call.body, []);
  const after = { ...rule, fields: { ...rule.fields, ...fields } };
  store.promoRules.set(rule.id, after);
  return showRule(store.id, after);
};

const saveCode =
  (isNew: boolean): Handler =>
  (account, call) => {
    const { store, rule } = ruleAt(account, call);
    const { id: sentId, ...fields } = checkBody(codeShape, call.body, isNew ? codeShape.required : []);
    const codeId = isNew ? String(sentId) : idAt(call, 2);
    if (isNew && rule.codes.has(codeId)) throw problem.exists('A promo code');
    const code = { ...(isNew ? {} : found(rule.codes.get(codeId))), ...fields };
    store.promoRules.set(rule.id, { ...rule, codes: new Map(rule.codes).set(codeId, code) });
    return showCode(store.id, rule.id, codeId, code);
  };

/** Promotions a shop tells of and the codes by which they are used. Nothing is reckoned with them here. */
export const promoRoutes: readonly Route[] = [
  {
    path: 'ecommerce/stores/*/promo-rules',
    name: 'promo-rules',
    verbs: {
      GET: (account, call) => {
        const store = findStore(account, idAt(call, 0));
        return withLinks(`ecommerce/stores/${store.id}/promo-rules`, collection('promo_rules', [...store.promoRules.values()], call.query, (rule) => showRule(store.id, rule), { store_id: store.id }));
      },
      POST: addRule,
    },
  },
  {
    path: 'ecommerce/stores/*/promo-rules/*',
    name: 'promo-rule',
    verbs: {
      GET: (account, call) => {
        const { store, rule } = ruleAt(account, call);
        return showRule(store.id, rule);
      },
      PATCH: changeRule,
      DELETE: (account, call) => {
        const { store, rule } = ruleAt(account, call);
        store.promoRules.delete(rule.id);
        return undefined;
      },
    },
  },
  {
    path: 'ecommerce/stores/*/promo-rules/*/promo-codes',
    name: 'promo-codes',
    verbs: {
      GET: (account, call) => {
        const { store, rule } = ruleAt(account, call);
        return withLinks(`ecommerce/stores/${store.id}/promo-rules/${rule.id}/promo-codes`, collection('promo_codes', [...rule.codes], call.query, ([codeId, code]) => showCode(store.id, rule.id, codeId, code), { store_id: store.id }));
      },
      POST: saveCode(true),
    },
  },
  {
    path: 'ecommerce/stores/*/promo-rules/*/promo-codes/*',
    name: 'promo-code',
    verbs: {
      GET: (account, call) => {
        const { store, rule } = ruleAt(account, call);
        return showCode(store.id, rule.id, idAt(call, 2), found(rule.codes.get(idAt(call, 2))));
      },
      PATCH: saveCode(false),
      DELETE: (account, call) => {
        const { store, rule } = ruleAt(account, call);
        const codes = new Map(rule.codes);
        found(codes.get(idAt(call, 2)));
        codes.delete(idAt(call, 2));
        store.promoRules.set(rule.id, { ...rule, codes });
        return undefined;
      },
    },
  },
];
