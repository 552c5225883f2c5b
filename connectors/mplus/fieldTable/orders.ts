import type { ShapeTexts } from './notation.ts';

/** Orders with their lines and payments. What a card terminal printed is left out: nobody needs it here and it holds card data. Elements that only other parts of the service use (catering, vouchers, time line) are left to the reader's rule for unknown ones. */
export const orderShapes: ShapeTexts = {
  YearNumber: 'year:n number:n',
  TillNumber: 'branchNumber:n workplaceNumber:n year:n number:n',
  Address: 'addressId?:s name?:s contact?:s address?:s zipcode?:s city?:s country?:s label?:s companyName?:s supplierInformation?:s',
  VatGroup: 'branchNumber?:n extBranchId?:s countryCode?:n countryIso3?:s vatCode:n vatPercentage:v exclAmount?:c vatAmount?:c accountNumber?:n',
  Payment: `
    paymentId?:s financialDate?:D entryTimestamp?:DT branchNumber?:n extBranchId?:s workplaceNumber?:n employeeNumber?:n employeeName?:s method:s description?:s
    amount:c paymentMethodType?:s accountNumber?:n eftTransactionDetails?:x giftcardNumber?:s externalPaymentId?:s
    externalPaymentTransactionDetails?:x externalReference?:s`,
  LineData: `
    quantity:q(decimalPlaces) deliveredQuantity?:q(deliveredDecimalPlaces) cancelledQuantity?:q(cancelledDecimalPlaces)
    price?:c priceExcl?:c originalPrice?:c originalPriceExcl?:c purchasePrice?:c averagePurchasePrice?:d
    exchangeRateBuyPrice?:q(exchangeRateBuyPriceDecimalPlaces) exchangeRateSellPrice?:q(exchangeRateSellPriceDecimalPlaces) exchangeRateMultiplier?:n
    turnoverGroup?:n turnoverGroupName?:s turnoverGroupType?:s turnoverGroupAccountNumber?:n turnoverGroupCostCenter?:s
    vatCode?:n vatPercentage?:v pricePerQuantity?:n siUnit?:s discountType?:s discountPercentage?:n discountAmount?:c discountAmountExcl?:c
    bpeId?:s bpeDescription?:s bpeAmount?:c bpeAmountExcl?:c menuId?:s menuLinesId?:s totalInclAmount?:c totalExclAmount?:c priceType?:s
    purchaseAccountNumber?:n stockAccountNumber?:n bpeAccordationEmployeeNumber?:n`,
  Line: `
    lineId?:s employeeNumber?:n articleNumber:n pluNumber?:s text?:s supplierRelationNumber?:n supplierRelationName?:s supplierArticleNumber?:s
    data?:LineData courseNumber?:n menuHash?:s menuDescription?:s menuAmount?:c lineType?:s preparationList?:[line*:Line]
    suppressDisposableComponent?:b tempId?:s retourReason?:s sequenceNumber?:n uncondensedLines?:[line*:Line] tempLineId?:s
    subLineType?:s articleAlterationId?:n lineKind?:s salesOrderLineId?:s`,
  Order: `
    orderId:s extOrderId?:s invoiceIds?:[id*:s] extInvoiceIds?:[id*:s] transactionString?:s syncMarker?:n orderType?:s
    entryBranchNumber?:n entryExtBranchId?:s employeeNumber?:n employeeName?:s entryTimestamp?:DT
    relationNumber?:n relationName?:s relationCategoryId?:n relationBankAccountNumber?:s relationVatNumber?:s
    deliveryAddress?:Address invoiceAddress?:Address financialDate?:D financialBranchNumber?:n financialExtBranchId?:s workplaceNumber?:n
    reference?:s activityId?:s totalInclAmount?:c totalExclAmount?:c vatMethod?:s vatGroupList?:[vatGroup*:VatGroup]
    deliveryMethod?:s deliveryDate?:D deliveryPeriodBegin?:DT deliveryPeriodEnd?:DT paymentMethod?:s changeCounter?:n versionNumber?:n
    prepaidAmount?:c fullyPaid?:b deliveryState?:s cancelState?:s completeState?:s tableNumber?:n tableSubNumber?:n tableDescription?:s numberOfGuests?:n
    orderNumber?:YearNumber branchOrderNumber?:TillNumber orderBarcode?:s orderCategoryNumber?:n orderCategoryDescription?:s
    onDeliveryUrl?:s onInvoiceUrl?:s lineList?:[line*:Line] paymentList?:[payment*:Payment] vatChange?:s vatCountryCode?:n vatCountryIso3?:s
    cateringOrderNumber?:YearNumber invoiceNumbers?:[yearNumber*:YearNumber] packingSlipIds?:[id*:s] packingSlipNumbers?:[yearNumber*:YearNumber]
    proposalId?:s extProposalId?:s proposalNumber?:YearNumber branchGroupNumber?:n ownerId?:s`,
};
