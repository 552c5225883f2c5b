import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { absolute, compare } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { applyValueSetting } from '#shared/settings/valueSetting.ts';
import { choose } from '../../company/choose.ts';
import type { Gather } from '../../company/gather.ts';
import type { DocumentTerms } from './document.ts';
import type { DocumentKind } from './documentKind.ts';
import type { Session } from './session.ts';

/**
 * Payment, term, shipping method, location and class of a document, by the settings and their tables. A value that is in no table parks the record; which
 * ones are gathered and thrown by `gather.settle()`. Done before anything is written, so that an order that waits leaves nothing behind.
 */
export function chooseTerms(order: Order, kind: DocumentKind, session: Session, gather: Gather, warn: (reason: Reason) => void): DocumentTerms {
  const { settings, company } = session;
  const payment = largestPayment(order);
  const method = order.paymentMethod ?? payment?.method ?? '';
  const paymentMethod = kind.isPaid ? gather.of(() => choose({ key: 'paymentMethod', label: 'Payment method', setting: settings.paymentMethod, find: company.paymentMethods.find, warn }, method)) : undefined;
  const depositAccount = kind.isPaid && settings.depositAccount.enabled ? gather.of(() => choose({ key: 'depositAccount', label: 'Deposit account', setting: settings.depositAccount, find: company.accounts.find, warn }, method)) : undefined;
  if (kind.name === 'RefundReceipt' && !depositAccount) {
    gather.settle();
    throw new FluxoError({ code: 'quickbooks.no_refund_account', kind: 'data', what: 'A refund needs the account the money was paid from.', where: { field: 'depositAccount' }, parkedOn: { setting: 'depositAccount', value: method }, fix: 'Switch the deposit account on and choose one.' });
  }
  const term = kind.isPaid || !settings.term.enabled ? undefined : gather.of(() => choose({ key: 'term', label: 'Payment term', setting: settings.term, find: session.term, warn }, order.paymentTerm || order.customer?.paymentDays || ''));
  const shippingMethod = settings.shippingMethod.enabled || order.shippingMethod ? (gather.of(() => applyValueSetting(settings.shippingMethod, order.shippingMethod ?? '', 'shippingMethod', 'Shipping method')) ?? '') : '';
  const department = settings.department.enabled ? gather.of(() => choose({ key: 'department', label: 'Location', setting: settings.department, find: company.departments.find, warn }, order.branch ?? '')) : undefined;
  const classWord = settings.classFrom === 'branch' ? order.branch : order.employee;
  const ownClass = settings.classFrom === 'none' ? undefined : gather.of(() => choose({ key: 'class', label: 'Class', setting: settings.class, find: company.classes.find, warn }, classWord ?? ''));
  const dueDate = order.dueDate ?? (term?.DueDays === undefined ? undefined : addDays(order.date, term.DueDays));
  return {
    paymentMethod: paymentMethod?.Id,
    paymentReference: payment?.reference,
    depositAccount: depositAccount?.Id,
    term: term?.Id,
    dueDate,
    shippingMethod: shippingMethod.trim() || undefined,
    department: department?.Id,
    class: ownClass?.Id,
    discountAccount: settings.discountAccount === '' ? undefined : company.accounts.find(settings.discountAccount)?.Id,
  };
}

/** A document has one payment method; of several payments the largest counts, the earlier of equal ones. */
export function largestPayment(order: Order): NonNullable<Order['payments']>[number] | undefined {
  return (order.payments ?? []).reduce<NonNullable<Order['payments']>[number] | undefined>((largest, payment) => (largest && compare(absolute(payment.amount), absolute(largest.amount)) <= 0 ? largest : payment), undefined);
}

/** `YYYY-MM-DD` so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
