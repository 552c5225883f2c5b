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
  /** False for the planted articles that the books do not know. */
  readonly inBooks: boolean;
  /** The text by which the till finds it, where that is not the article number. */
  readonly plu?: string;
  /** One of several articles of one product; the others have the same product number. */
  readonly variant?: { readonly productNumber: number; readonly productName: string; readonly colour: string; readonly size: string };
}

/** A group of products; groups without a parent are the upper level. */
export interface ShopGroup {
  readonly name: string;
  readonly parent?: string;
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

/** What the shop billed on account, without an order before it. Negative amounts on a credit invoice. */
export interface ShopInvoice extends Omit<ShopOrder, 'cancelled' | 'trouble' | 'shippingMethod'> {
  readonly type: 'invoice' | 'credit';
  /** The invoice a credit takes back. */
  readonly creditOf?: number;
  /** False while the till may still change it. */
  readonly isFinal: boolean;
  readonly plant?: string;
}

/** A ticket of the counter. Most are sold to nobody in particular. */
export interface ShopReceipt extends Omit<ShopOrder, 'cancelled' | 'trouble' | 'shippingMethod' | 'relationNumber' | 'deliveryCountryIso3' | 'fullyPaid' | 'paymentMethod'> {
  readonly relationNumber?: number;
  readonly workplaceNumber: number;
  readonly employeeNumber: number;
  readonly plant?: string;
}

/** Somebody the books and the web shop know, and the till does not. */
export interface ShopStranger extends Omit<ShopCustomer, 'relationNumber' | 'inBooks' | 'isSupplierInBooks'> {
  readonly key: string;
}

/** Something the books and the web shop sell, and the till does not know. */
export interface ForeignProduct {
  /** Of digits, but for the planted one that no till takes as an article number. */
  readonly sku: string;
  readonly description: string;
  readonly group: string;
  readonly vatRate: VatRate;
  readonly priceInclCents: number;
  /** What the articles of one product of the web shop share; alone in its product without. */
  readonly variantOf?: string;
  readonly colour?: string;
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
  readonly groups: readonly ShopGroup[];
  readonly invoices: readonly ShopInvoice[];
  readonly receipts: readonly ShopReceipt[];
  /** Known outside the till only. */
  readonly elsewhere: { readonly customers: readonly ShopStranger[]; readonly products: readonly ForeignProduct[] };
}
