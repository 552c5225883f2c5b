import type { RecordContext } from '#connectors/sdk/connector.ts';
import type { Order } from '#shared/entities/order.ts';
import { isZero, round } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { choose } from '../choose.ts';
import { rowNamed } from './session.ts';
import type { Session } from './session.ts';

/**
 * What was paid, by the till's methods: each payment the order lists, else its total when it is fully paid. A method the settings make nothing of is
 * left out, and said. Throws `data`, parked, for one that is in no table.
 */
export function paymentsOf(order: Order, owed: Decimal | undefined, session: Session, context: RecordContext<MplusClient>): readonly SourceRecord[] {
  const { settings, paymentMethods } = session;
  if (settings.sendPayments === 'never') return [];
  const told = order.payments?.length ? order.payments : order.fullyPaid && owed !== undefined ? [{ method: order.paymentMethod ?? '', amount: owed }] : [];
  return told
    .filter(({ amount }) => !isZero(amount))
    .flatMap((payment): readonly SourceRecord[] => {
      const amount = round(payment.amount, 2);
      const leave = (method: string) => context.warn(
          method === ''
            ? { code: 'mplus.payment_unsaid', text: `Nothing says how ${amount} was paid, so it was not entered as paid.`, params: { amount } }
            : { code: 'mplus.payment_left_out', text: `The till has no payment method “${method}”: ${amount} was not entered as paid.`, params: { method, amount } },
        );
      const method = choose({ key: 'paymentMethod', label: 'Payment method', setting: settings.paymentMethod, find: (name) => rowNamed(paymentMethods, name), warn: () => leave(payment.method) }, payment.method);
      if (!method) {
        if (settings.paymentMethod.enabled) leave(payment.method);
        return [];
      }
      const reference = 'reference' in payment ? payment.reference : undefined;
      return [{ method: method.value, amount, ...(reference !== undefined && reference !== '' && { externalReference: reference }) }];
    });
}
