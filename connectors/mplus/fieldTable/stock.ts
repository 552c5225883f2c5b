import type { ShapeTexts } from './notation.ts';

/** What a branch has of an article, and what moved there. `own…` amounts leave out the parts a composed article is made of. */
export const stockShapes: ShapeTexts = {
  ArticleStock: `
    branchNumber?:n articleNumber:n changeTimestamp?:DT stockId:n amountFree:q(decimalPlacesFree) amountReserved:q(decimalPlacesReserved)
    amountIncoming:q(decimalPlacesIncoming) ownAmountFree?:d ownAmountReserved?:d ownAmountIncoming?:d subArticle*:ArticleStock isDayStockArticle:b`,
  StockHistory: `
    stockId:n timestamp:DT branchNumber?:n articleNumber:n amountChanged:q(decimalPlaces) type:s orderId?:s packingSlipId?:s invoiceId?:s
    invoiceNumber?:YearNumber invoiceBarcode?:s receiptId?:s receiptNumber?:TillNumber receiptBarcode?:s correctionNumber?:YearNumber
    beforeCorrectionQuantity?:q(beforeCorrectionDecimalPlaces) afterCorrectionQuantity?:q(afterCorrectionDecimalPlaces) deliveryNumber?:YearNumber
    internalShipmentNumber?:YearNumber internalDeliveryNumber?:{ year:n number:n part:n } branchInvoiceNumber?:BranchNumber`,
};
