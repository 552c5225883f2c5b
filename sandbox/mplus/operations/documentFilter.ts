import { dateKey } from '../dateTime.ts';
import type { WireDate } from '../dateTime.ts';
import type { Invoice, Order, Receipt } from '../till/types.ts';
import type { WireObject } from '../wire/write.ts';
import { wants } from './handler.ts';

/** What orders, invoices and tickets are asked for with alike. */
export interface DocumentsRequest {
  readonly syncMarker?: number;
  readonly syncMarkerLimit?: number;
  readonly fromFinancialDate?: Partial<WireDate>;
  readonly throughFinancialDate?: Partial<WireDate>;
  readonly branchNumbers: readonly number[];
  readonly employeeNumbers: readonly number[];
  readonly relationNumbers: readonly number[];
  readonly articleNumbers: readonly number[];
  readonly includeLineList?: boolean;
}

export interface YearNumber {
  readonly year?: number;
  readonly number?: number;
}

/** Whether a document is asked for by what all three kinds have. */
export function documentFilter(request: DocumentsRequest): (document: Order | Invoice | Receipt) => boolean {
  // A date of noughts is "no date", so no bound.
  const from = dateKey(request.fromFinancialDate ?? {});
  const through = dateKey(request.throughFinancialDate ?? {}) || Infinity;
  return (document) => {
    const date = dateKey(document.financialDate);
    return (
      date >= from &&
      date <= through &&
      wants(request.branchNumbers, document.financialBranchNumber) &&
      wants(request.employeeNumbers, document.employeeNumber) &&
      wants(request.relationNumbers, document.relationNumber ?? 0) &&
      (request.articleNumbers.length === 0 || document.lineList.line.some((line) => request.articleNumbers.includes(line.articleNumber)))
    );
  };
}

/** Whether a document's number is among those asked for; none asked for means any. */
export const isNumbered = (asked: readonly YearNumber[], own: YearNumber): boolean => asked.length === 0 || asked.some(({ year, number }) => year === own.year && number === own.number);

export const withoutLines = (documents: readonly WireObject[], { includeLineList }: DocumentsRequest): readonly WireObject[] => (includeLineList === false ? documents.map((document) => ({ ...document, lineList: undefined })) : documents);
