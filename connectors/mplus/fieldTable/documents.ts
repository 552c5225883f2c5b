import type { ShapeTexts } from './notation.ts';

/** What ends in the books: invoices and the tickets of the counter. Their lines, payments and VAT are those of orders. */
export const documentShapes: ShapeTexts = {
  Answer: 'questionId?:n questionText?:s answerText?:s',
  BranchNumber: 'displayString?:s branch:n workplace?:n number:YearNumber',
  Invoice: `
    invoiceId?:s extInvoiceId?:s orderIds?:[id*:s] extOrderIds?:[id*:s] transactionString?:s syncMarker?:n invoiceNumber?:YearNumber invoiceBarcode?:s
    invoiceType?:s employeeNumber?:n employeeName?:s entryTimestamp?:DT relationNumber?:n relationName?:s relationCategoryId?:n
    relationBankAccountNumber?:s relationVatNumber?:s deliveryAddress?:Address invoiceAddress?:Address financialDate?:D financialBranchNumber?:n
    financialExtBranchId?:s workplaceNumber?:n entryBranchNumber?:n entryExtBranchId?:s reference?:s activityId?:s dueDate?:D totalInclAmount?:c
    totalExclAmount?:c vatMethod?:s vatGroupList?:[vatGroup*:VatGroup] changeCounter?:n versionNumber?:n paidAmount?:c state?:s finalized?:b
    finalizedTimestamp?:DT lineList?:[line*:Line] paymentList?:[payment*:Payment] answerList?:[answer*:Answer] vatChange?:s vatCountryCode?:n
    vatCountryIso3?:s costCenter?:s creditedInvoiceId?:s creditedReason?:s orderCategoryNumber?:n sessionId?:s orderNumbers?:[yearNumber*:YearNumber]
    packingSlipIds?:[id*:s] packingSlipNumbers?:[yearNumber*:YearNumber] proposalIds?:[id*:s] extProposalIds?:[id*:s]
    proposalNumbers?:[yearNumber*:YearNumber] salesCategoryNumber?:n salesCategoryDescription?:s branchGroupNumber?:n ownerId?:s
    branchInvoiceNumber?:BranchNumber invoiceReminder?:n targetInvoiceReminder?:n directDebit?:b mailedTimestamp?:DT`,
  Receipt: `
    receiptId:s extReceiptId?:s orderIds?:[id*:s] extOrderIds?:[id*:s] transactionString?:s syncMarker?:n receiptNumber?:TillNumber receiptBarcode?:s
    receiptType:s employeeNumber:n employeeName:s entryTimestamp:DT relationNumber?:n relationName?:s relationCategoryId?:n relationBankAccountNumber?:s
    financialDate:D financialBranchNumber:n financialExtBranchId?:s workplaceNumber:n entryBranchNumber?:n entryExtBranchId?:s reference?:s activityId?:s
    totalInclAmount:c totalExclAmount:c vatMethod:s vatGroupList?:[vatGroup*:VatGroup] changeCounter?:n versionNumber?:n paidAmount:c state:s
    lineList?:[line*:Line] paymentList?:[payment*:Payment] answerList?:[answer*:Answer] vatChange?:s numberOfGuests?:n creditedReceiptId?:s
    tableNumber?:n tableSubNumber?:n salesCategoryNumber?:n salesCategoryDescription?:s branchGroupNumber?:n ownerId?:s`,
};
