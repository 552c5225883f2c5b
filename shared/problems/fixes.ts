import type { ErrorData } from '../errors.ts';

/**
 * What a person can do about an error, on the spot. `set`: choose settings of the node, which the card shows with the live lists of the service, and run the
 * records again. `adopt`: say which of several things in the service it is. `open`: look at it in the service. `correct`: put it right at its source, then read it
 * anew. `map`: go to the field in the mapping. `answer`: fill in the row that a table lacks (asked by `problems.questions`). `leave`: nothing can be done, so it may
 * be put away with a reason. `again`: what was wrong is over, or goes by itself.
 */
export type Fix =
  | { readonly kind: 'reconnect' | 'answer' | 'open' | 'correct' | 'map' | 'leave' | 'again' }
  | { readonly kind: 'set'; readonly settings: readonly string[] }
  | { readonly kind: 'adopt'; readonly adopt: Adoption };

/** Where the things to choose from stand in the error, and what the ledger is then told. */
export interface Adoption {
  /** The value of the error's `params` with the ids, commas between them. */
  readonly ids: string;
  /** The pick list of the connection that names them. */
  readonly list: string;
  /** The target's word, and the kind of thing in the words of its service. */
  readonly entity: string;
  readonly type: string;
  /** Path in the mapped record of the id it is known by at its source; with the entity of the target. */
  readonly key: Readonly<Record<string, string>>;
}

const reconnect = { kind: 'reconnect' } as const;
const answer = { kind: 'answer' } as const;
const open = { kind: 'open' } as const;
const correct = { kind: 'correct' } as const;
const map = { kind: 'map' } as const;
const leave = { kind: 'leave' } as const;
const again = { kind: 'again' } as const;
const set = (...settings: readonly string[]) => ({ kind: 'set', settings }) as const;

/** By the code of the error, the best way out first. What went wrong is said by the error's own sentence, in the reader's language. */
export const fixes: Readonly<Record<string, readonly [Fix, ...Fix[]]>> = {
  'mapping.parked': [answer, map],
  'mapping.unmapped': [map],
  'mapping.not_a_number': [correct, map],
  'mapping.not_a_date': [correct, map],
  'mapping.unknown_country': [answer, correct],

  'quickbooks.not_authenticated': [reconnect],
  'quickbooks.reconnect': [reconnect],
  'quickbooks.no_access': [reconnect],
  'quickbooks.wrong_environment': [reconnect],
  'quickbooks.subscription_ended': [reconnect],
  'quickbooks.duplicate_name': [set('adoptSameName', 'nameSuffix'), correct],
  'quickbooks.duplicate_number': [open, set('docNumber')],
  'quickbooks.number_taken': [open, set('docNumber')],
  'quickbooks.books_closed': [set('closedBooks'), again],
  'quickbooks.several_customers': [{ kind: 'adopt', adopt: { ids: 'ids', list: 'customers', entity: 'customer', type: 'Customer', key: { order: 'customer.sourceId', customer: 'sourceId' } } }, set('onSeveralCustomers')],
  'quickbooks.customer_incomplete': [set('defaultDebtor', 'debtor', 'requireEmail', 'requireAddress'), correct],
  'quickbooks.customer_unknown': [set('createCustomers', 'createNew', 'defaultDebtor', 'debtor')],
  'quickbooks.product_missing': [set('onMissingProduct', 'replacementItem', 'newItemType', 'newItemAccount'), again],
  'quickbooks.no_income_account': [set('newItemAccount')],
  'quickbooks.no_article': [set('freeLineItem')],
  'quickbooks.total_differs': [set('rounding', 'roundingItem', 'prices'), map],
  'quickbooks.credit': [set('credits'), leave],
  'quickbooks.rows_missing': [answer, set('taxTable')],
  'quickbooks.no_tax_code': [answer, set('taxTable')],
  'quickbooks.not_in_list': [answer, again],
  'quickbooks.reference_gone': [again],
  'quickbooks.required_missing': [map],
  'quickbooks.too_long': [map, correct],
  'quickbooks.bad_value': [map, correct],
  'quickbooks.bad_email': [correct],
  'quickbooks.no_name': [correct, map],
  'quickbooks.deposited': [open, leave],
  'quickbooks.refused': [open, again],

  'mplus.wrong_credential': [reconnect],
  'mplus.no_credential': [reconnect],
  'mplus.order_article_unknown': [set('onMissingProduct', 'replacementArticle', 'newArticleVat', 'newArticleGroup')],
  'mplus.line_without_article': [set('freeLineArticle')],
  'mplus.order_total_differs': [set('rounding', 'roundingArticle')],
  'mplus.order_credit': [set('credits'), leave],
  'mplus.order_without_tax': [set('noTax')],
  'mplus.customer_incomplete': [set('defaultDebtor', 'debtor', 'requireEmail'), correct],
  'mplus.customer_unknown': [set('createRelations', 'defaultDebtor', 'debtor')],
  'mplus.several_relations': [set('onSeveral')],
  'mplus.sku_no_number': [set('nonNumeric', 'matchBy'), correct],
  'mplus.sku_not_numeric': [set('nonNumeric', 'matchBy'), correct],
  'mplus.product_without_key': [set('withoutKey'), correct],
  'mplus.article_unknown': [set('unknownArticle'), again],
  'mplus.no_vat_group': [answer, set('vat')],
  'mplus.refused': [correct, map],

  'mailchimp.not_authenticated': [reconnect],
  'mailchimp.wrong_data_centre': [reconnect],
  'mailchimp.no_right': [reconnect],
  'mailchimp.in_compliance': [leave],
  'mailchimp.forgotten': [leave],
  'mailchimp.bad_email': [correct, leave],
  'mailchimp.too_many_signups': [again],
  'mailchimp.bad_merge_fields': [map, correct],
  'mailchimp.audience_gone': [set('audience')],
  'mailchimp.no_audience': [set('audience')],
  'mailchimp.store_gone': [set('store', 'createStore', 'storeAudience')],
  'mailchimp.no_store': [set('store', 'createStore', 'storeAudience', 'storeCurrency')],
  'mailchimp.article_missing': [set('onMissingProduct', 'replacement'), again],
  'mailchimp.product_missing': [set('onMissingProduct', 'replacement'), again],
  'mailchimp.credit': [set('credits'), leave],
  'mailchimp.refused': [correct, map],
};

/** The ways out of an error; those of the table, else what its kind leaves open. */
export function fixesOf(error: ErrorData): readonly Fix[] {
  const known = fixes[error.code];
  if (known) return known;
  if (error.needsOwner) return [reconnect];
  if (error.parkedOn) return [answer];
  return error.kind === 'remote' ? [again] : [];
}
