import * as z from 'zod';
import type { Customer } from '#shared/entities/customer.ts';
import { entityAddress, entityFlag, entityId, entityReader, entityText } from './readEntity.ts';

const text = entityText.optional();

const CustomerSchema = z.object({
  sourceId: entityId,
  company: text, firstName: text, lastName: text, name: text, email: text, phone: text, website: text, vatNumber: text, commerceNumber: text, paymentDays: text, note: text,
  active: entityFlag.optional(),
  // A box that is ticked may arrive as such.
  mailConsent: z.union([z.string(), z.boolean().transform(String)]).optional(),
  billing: entityAddress.optional(),
  shipping: entityAddress.optional(),
});

/** A mapped record as a customer. Throws `data` for one that is none. */
export const readCustomer = entityReader<Customer>('customer', CustomerSchema as unknown as z.ZodType<Customer>);
