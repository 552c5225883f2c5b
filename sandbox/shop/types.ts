/**
 * The demo shop: one made-up Dutch kitchenware and delicatessen shop that both look-alikes are
 * filled from, so that the till and the books tell the same story. Amounts are whole euro cents,
 * quantities are decimal strings. The same seed always gives the same shop.
 */
export type VatRate = 21 | 9 | 0;

export interface ShopAddress {
  readonly line1: string;
  readonly postalCode: string;
  readonly city: string;
  /** As a till types it: free text ("Nederland", "België"), never an ISO code. */
  readonly countryName: string;
  /** Empty for the planted country text that nobody can map. */
  readonly countryIso2: string;
}

export interface ShopCustomer {
  readonly relationNumber: number;
  readonly kind: 'company' | 'person';
  readonly companyName?: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Some customers have none; two may share one (planted troubles). */
  readonly email?: string;
  readonly phone?: string;
  /** Companies only; made up, but of the right form. */
  readonly vatNumber?: string;
  readonly billing: ShopAddress;
  readonly shipping?: ShopAddress;
  /** Already known in the books when the demo starts. */
  readonly inBooks: boolean;
  /** The same name stands in the books as a supplier, so that a create answers 6240. */
  readonly isSupplierInBooks?: boolean;
}

export interface ShopProduct {
  readonly articleNumber: number;
  readonly description: string;
  readonly group: string;
  readonly vatRate: VatRate;
  readonly priceInclCents: number;
  readonly unit: 'piece' | 'kg';
  readonly kind: 'goods' | 'shipping' | 'discount';
  /** False for the planted article that the books do not know. */
  readonly inBooks: boolean;
}

export interface ShopOrderLine {
  readonly articleNumber: number;
  readonly text: string;
  readonly quantity: string;
  /** Price of one unit including VAT; negative on a discount line. */
  readonly unitInclCents: number;
  /** The same without VAT, rounded; what counts in an `EXCLUSIVE` or `SHIFTED` order. */
  readonly unitExclCents: number;
  /** What the line costs including VAT, rounded once. */
  readonly totalInclCents: number;
  readonly totalExclCents: number;
  readonly vatRate: VatRate;
}

export interface ShopOrder {
  readonly number: number;
  readonly year: number;
  /** Whole days before the shop's clock, so that the newest order is from yesterday. */
  readonly date: { readonly year: number; readonly month: number; readonly day: number };
  /** Time of day in Amsterdam. */
  readonly time: { readonly hour: number; readonly minute: number };
  readonly relationNumber: number;
  readonly branchNumber: number;
  readonly vatMethod: 'INCLUSIVE' | 'EXCLUSIVE' | 'SHIFTED';
  /** Country whose VAT the order falls under, as the till notes it; empty when the till cannot tell. */
  readonly deliveryCountryIso3: string;
  readonly shippingMethod?: string;
  readonly lines: readonly ShopOrderLine[];
  readonly totalInclCents: number;
  readonly totalExclCents: number;
  /** How the customer pays, code of a payment method: also on orders for which no money came in yet. */
  readonly paymentMethod: string;
  /** The money received so far; empty for an order on account. */
  readonly payments: readonly { readonly method: string; readonly amountCents: number }[];
  readonly fullyPaid: boolean;
  readonly cancelled: boolean;
  /** Why this order was planted, for the demo's table and the tests; absent on ordinary ones. */
  readonly trouble?:
    | 'supplierName'
    | 'missingProduct'
    | 'unmappedPayment'
    | 'cancelled'
    | 'nonNumericQuantity'
    | 'noEmail'
    | 'unknownCountry'
    | 'sharedEmail';
}

export interface Shop {
  readonly seed: number;
  readonly company: { readonly name: string; readonly country: 'NL' };
  readonly branches: readonly { readonly number: number; readonly name: string; readonly workplaces: readonly number[] }[];
  readonly employees: readonly { readonly number: number; readonly name: string }[];
  readonly paymentMethods: readonly { readonly code: string; readonly description: string; readonly active: boolean }[];
  readonly deliveryMethods: readonly { readonly code: string; readonly description: string; readonly enabled: boolean }[];
  readonly customers: readonly ShopCustomer[];
  readonly products: readonly ShopProduct[];
  readonly orders: readonly ShopOrder[];
}
