import type { WireDate, WireDateTime } from '../dateTime.ts';
import type { WireObject } from '../wire/write.ts';

/**
 * What the till holds, with the names of the wire. Only the elements the operations work with are named here; an
 * item may have any other of `table/types.ts`. Sync markers are added by the collection.
 */
export type Relation = WireObject & {
  readonly relationNumber: number;
  readonly changeTimestamp: WireDateTime;
  readonly active: boolean;
  readonly name?: string;
  readonly vatNumber?: string;
  readonly address?: string;
  readonly zipcode?: string;
  readonly city?: string;
  readonly country?: string;
  readonly email?: string;
  readonly contact?: string;
  readonly companyName?: string;
};

export type Article = WireObject & {
  readonly articleNumber: number;
  readonly description: string;
  readonly active: boolean;
  readonly webshop: boolean;
  readonly pluNumber: string;
  readonly vatCode: number;
  readonly vatPercentage: number;
  readonly priceIncl: number;
  readonly priceExcl: number;
  readonly turnoverGroup: number;
  readonly siUnit: string;
};

export type Product = WireObject & {
  readonly productNumber: number;
  readonly description: string;
  readonly articleList: { readonly article: readonly Article[] };
  readonly groupNumbers: readonly number[];
};

export type LineData = WireObject & {
  /** Text for the planted quantity that is not a number. */
  readonly quantity: number | string;
  readonly decimalPlaces: number;
  readonly price: number;
  readonly priceExcl: number;
  readonly vatCode: number;
  readonly vatPercentage: number;
  readonly totalInclAmount: number;
  readonly totalExclAmount: number;
};

export type Line = WireObject & { readonly lineId: string; readonly articleNumber: number; readonly text: string; readonly data: LineData };

export type VatGroup = WireObject & { readonly countryIso3?: string; readonly vatCode: number; readonly vatPercentage: number; readonly exclAmount: number; readonly vatAmount: number };

export type Payment = WireObject & { readonly paymentId: string; readonly method: string; readonly amount: number };

export type Order = WireObject & {
  readonly orderId: string;
  readonly extOrderId?: string;
  readonly invoiceIds?: { readonly id: readonly string[] };
  readonly orderType: string;
  readonly transactionString: string;
  readonly employeeNumber: number;
  readonly relationNumber: number;
  readonly entryTimestamp: WireDateTime;
  readonly financialDate: WireDate;
  readonly financialBranchNumber: number;
  readonly totalInclAmount: number;
  readonly totalExclAmount: number;
  readonly changeCounter: number;
  readonly versionNumber: number;
  readonly prepaidAmount: number;
  readonly fullyPaid: boolean;
  readonly deliveryState: string;
  readonly cancelState: string;
  readonly completeState: string;
  readonly orderNumber: { readonly year: number; readonly number: number };
  readonly lineList: { readonly line: readonly Line[] };
  readonly paymentList: { readonly payment: readonly Payment[] };
};

export type Invoice = WireObject & {
  readonly invoiceId: string;
  readonly invoiceNumber: { readonly year: number; readonly number: number };
  readonly employeeNumber: number;
  readonly relationNumber?: number;
  readonly financialDate: WireDate;
  readonly financialBranchNumber: number;
  readonly finalized: boolean;
  readonly totalInclAmount: number;
  readonly paidAmount: number;
  readonly paymentList: { readonly payment: readonly Payment[] };
  readonly lineList: { readonly line: readonly Line[] };
};

export type Receipt = WireObject & {
  readonly receiptId: string;
  readonly employeeNumber: number;
  readonly relationNumber?: number;
  readonly financialDate: WireDate;
  readonly financialBranchNumber: number;
  readonly lineList: { readonly line: readonly Line[] };
};

export type ArticleGroup = WireObject & {
  readonly groupNumber: number;
  readonly name: string;
  readonly text: string;
  readonly sortOrder: number;
  readonly productNumbers: { readonly number: readonly number[] };
  /** The group it lies in; the upper groups lie in none. Told by the shape of the tree, never as an element of the group. */
  readonly parentGroupNumber?: number;
};

export type Employee = WireObject & { readonly employeeNumber: number; readonly name: string; readonly active: boolean };
