import { defineTypes } from './notation.ts';

/**
 * The structs of the till's service that this look-alike speaks, in the order of the wire. Elements it never fills
 * (images, vouchers, catering, …) are left out: they are optional in every answer and are skipped in every request.
 */
export const types = defineTypes(
  {
    VatMethod: 'VAT-METHOD- INCLUSIVE EXCLUSIVE SHIFTED NONE',
    OrderType: 'ORDER-TYPE- SALES-ORDER REPEAT-SALES-ORDER EXTERNAL-SALES-ORDER TABLE-ORDER CAFETERIA-ORDER',
    OrderDeliveryState: 'ORDER-DELIVERY-STATE- NOTHING PARTIAL COMPLETE',
    OrderCancelState: 'ORDER-CANCEL-STATE- NOTHING PARTIAL COMPLETE',
    OrderCompleteState: 'ORDER-COMPLETE-STATE- NOTHING PARTIAL PARTIAL-DELIVERY-PENDING COMPLETE',
    DiscountType: 'DISCOUNT-TYPE- NONE PRICE-GROUP SALES-PRICE CUSTOMER-DISCOUNT BRANCH-PRICE EXTERNAL-DISCOUNT SALE-PROMOTION SALE-PROMOTION-RETOUR SALE-PROMOTION-FREE-ARTICLE',
    LineType: 'LINE-TYPE- NONE PREPARATION COMPONENT',
    LineKind: 'LINE-KIND- DEFAULT SUBTOTAL HEADER SECONDARY-HEADER',
    PaymentMethodType: 'PAYMENT-METHOD-TYPE- PAYMENT EFT SUSPENSE DEPOSIT AUTO-DEPOSIT BPE BPE-NO-STOCK VOUCHER-BPE VOUCHER-BOOK-BPE',
    TurnoverGroupType: 'TURNOVER-GROUP-TYPE- TURNOVER PAYMENT SUSPENSE CASH-INFLOW CASH-OUTFLOW BALANCE-UPGRADE UNKNOWN REFUNDABLE-DEPOSIT',
    DataType: 'DATA-TYPE- STRING INT DECIMAL BOOL DATE DATETIME ARRAY MULTISELECTINT UNKNOWN TEXT-ARRAY',
    IdempotencyResult: 'IDEMPOTENCY-RESULT- ORIGINAL-RESPONSE REPLAY-RESPONSE',
    GetRelationResult: 'GET-RELATION-RESULT- OK NOT-FOUND',
    FindRelationResult: 'FIND-RELATION-RESULT- OK NOT-FOUND',
    CreateRelationResult: 'CREATE-RELATION-RESULT- OK FAILED FAILED-RELATION-NUMBER-ALREADY-TAKEN',
    UpdateRelationResult: 'UPDATE-RELATION-RESULT- OK NOT-FOUND FAILED',
    CreateProductResult: 'CREATE-PRODUCT-RESULT- OK FAILED FAILED-PRODUCT-NUMBER-ALREADY-TAKEN FAILED-ARTICLE-NUMBER-ALREADY-TAKEN',
    UpdateProductResult: 'UPDATE-PRODUCT-RESULT- OK NOT-FOUND NOT-ALLOWED FAILED FAILED-ARTICLE-NUMBER-ALREADY-TAKEN',
    NewArticleGroupResult: 'NEW-ARTICLE-GROUP-RESULT- OK PARENT-NOTFOUND FAILED',
    SaveArticleGroupResult: 'SAVE-ARTICLE-GROUP-RESULT- OK NOT-FOUND FAILED',
    AddProductsToArticleGroupResult: 'ADD-PRODUCTS-TO-ARTICLE-GROUP-RESULT- OK NOT-FOUND FAILED',
    GetOrderResult: 'GET-ORDER-RESULT- OK NOT-FOUND',
    CreateOrderResult: 'CREATE-ORDER-RESULT- OK EXT-ORDER-ID-ALREADY-EXISTS FAILED PAYMENT-FAILED',
    PayOrderResult: 'PAY-ORDER-RESULT- OK FAILED ORDER-HAS-CHANGED PAYMENT-INSUFFICIENT ORDER-ALREADY-INVOICED',
    SetStockResult: 'SET-STOCK-RESULT- OK BRANCH-NOT-FOUND ARTICLE-NOT-FOUND NO-STOCK-ARTICLE FAILED',
    UpdateStockResult: 'UPDATE-STOCK-RESULT- OK BRANCH-NOT-FOUND ARTICLE-NOT-FOUND NO-STOCK-ARTICLE FAILED',
    StockHistoryType: 'STOCK-HISTORY-TYPE- API CORRECTION DELIVERY INTERNAL-DELIVERY INTERNAL-SHIPMENT MANUAL SALES UNKNOWN',
    InvoiceType: 'INVOICE-TYPE- INVOICE DIRECT-INVOICE CREDIT-INVOICE REPEATING-INVOICE',
    InvoiceState: 'INVOICE-STATE- OUTSTANDING PARTLY-PAID PAID HANDLED OUTSTANDING-CREDIT',
    ReceiptType: 'RECEIPT-TYPE- RECEIPT CREDIT-RECEIPT CASH-INFLOW CASH-OUTFLOW PAYMENT-METHOD-TRANSFER',
    ReceiptState: 'RECEIPT-STATE- OUTSTANDING PARTLY-PAID PAID HANDLED OUTSTANDING-CREDIT',
    GetInvoiceResult: 'GET-INVOICE-RESULT- OK NOT-FOUND',
    PayInvoiceResult: 'PAY-INVOICE-RESULT- OK FAILED PAYMENT-TOO-HIGH',
    GetReceiptResult: 'GET-RECEIPT-RESULT- OK NOT-FOUND',
    CancelOrderResult: 'CANCEL-ORDER-RESULT- OK FAILED NOT-FOUND PENDING ALREADY-CANCELLED UNDO-CANCEL-OK',
  },
  {
    DT: 'sec:i min:i hour:i day:i mon:i year:i isdst:b timezone:i',
    D: 'day:i mon:i year:i',
    YearNumber: 'year:i number:l',
    IdList: 'id*:s',
    TextList: 'text*{ text:s }',
    NumberList: 'number*:l',
    CustomField: 'fieldName:s dataType?:DataType isRequired?:b strValue?:s intValue?:l decimalPlaces?:i boolValue?:b dateValue?:D dateTimeValue?:DT multiSelectInt*:i',
    CardCategory: 'categoryId:i name:s isVipGroup:b isSupplierGroup:b',
    CardCategoryList: 'cardCategory*:CardCategory',
    Relation: `relationNumber?:l extRelationId?:s syncMarker?:l createTimestamp?:DT changeTimestamp?:DT active?:b
      name?:s address?:s zipcode?:s city?:s country?:s deliveryAddress?:s deliveryZipcode?:s deliveryCity?:s deliveryCountry?:s
      contact?:s telephone?:s mobile?:s email?:s website?:s birthDate?:D relationCode?:s points?:i balance?:cents priceGroupNumber?:i discountPercentage?:i
      categoryId?:i categoryIds?{ category*:i } cardNumber?:s bankAccountNumber?:s creditLimit?:cents paymentWithinDays?:i
      vatNumber?:s commerceNumber?:s extraText?:s defaultVatMethod?:VatMethod neverPrintOrEmailReceipt?:b alwaysPrintReceipt?:b alwaysPrintLargeFormatReceipt?:b
      alwaysEmailReceipt?:b condenseCombinedInvoice?:b customFieldList?{ customField*:CustomField } contactList?{ relation*:Relation }
      companyName?:s invoiceCredit?:d accountBalance?:d directDebit?:b reminderEmail?:s`,
    Article: `articleNumber?:l extArticleId?:s pluNumber?:s syncMarker?:l changeTimestamp?:DT createTimestamp?:DT active?:b description?:s colour?:s size?:s
      invoiceText?:s receiptText?:s displayText?:s barcode?:s contentUnit?:s contentQuantity?:q(contentQuantityDecimalPlaces) contentQuantityDecimalPlaces?:i brandName?:s extraText?:s
      turnoverGroup?:i vatCode?:i vatPercentage?:i purchasePrice?:cents priceIncl?:cents priceExcl?:cents siUnit?:s unit?:s webshop?:b stockArticle?:b
      customFieldList?{ customField*:CustomField } discontinued?:b`,
    Product: 'productNumber?:l syncMarker?:l description?:s extraText?:s articleList?{ article*:Article } groupNumbers*:i',
    Address: 'addressId?:s name?:s contact?:s address?:s zipcode?:s city?:s country?:s label?:s companyName?:s supplierInformation?:s',
    LineData: `quantity:q(decimalPlaces) decimalPlaces?:i deliveredQuantity?:q(deliveredDecimalPlaces) deliveredDecimalPlaces?:i
      cancelledQuantity?:q(cancelledDecimalPlaces) cancelledDecimalPlaces?:i price?:cents priceExcl?:cents originalPrice?:cents originalPriceExcl?:cents
      purchasePrice?:cents turnoverGroup?:i turnoverGroupName?:s turnoverGroupType?:TurnoverGroupType turnoverGroupAccountNumber?:i vatCode?:i vatPercentage?:i siUnit?:s
      discountType?:DiscountType discountPercentage?:i discountAmount?:cents discountAmountExcl?:cents totalInclAmount?:cents totalExclAmount?:cents`,
    Line: `lineId?:s employeeNumber?:l articleNumber:l pluNumber?:s text?:s data?:LineData lineType?:LineType preparationList?{ line*:Line } tempId?:s
      sequenceNumber?:i lineKind?:LineKind`,
    VatGroup: 'branchNumber?:i extBranchId?:s countryCode?:short countryIso3?:s vatCode:i vatPercentage:l exclAmount?:cents vatAmount?:cents accountNumber?:i',
    Payment: `paymentId?:s financialDate?:D entryTimestamp?:DT branchNumber?:i workplaceNumber?:i employeeNumber?:l employeeName?:s method:s description?:s amount:cents
      paymentMethodType?:PaymentMethodType accountNumber?:i giftcardNumber?:s externalPaymentId?:s externalReference?:s`,
    Order: `orderId:s extOrderId?:s invoiceIds?:IdList extInvoiceIds?:IdList transactionString?:s syncMarker?:l orderType?:OrderType
      entryBranchNumber?:i employeeNumber?:l employeeName?:s entryTimestamp?:DT relationNumber?:l relationName?:s relationVatNumber?:s
      deliveryAddress?:Address invoiceAddress?:Address financialDate?:D financialBranchNumber?:i workplaceNumber?:i
      reference?:s activityId?:s totalInclAmount?:cents totalExclAmount?:cents vatMethod?:VatMethod vatGroupList?{ vatGroup*:VatGroup }
      deliveryMethod?:s deliveryDate?:D deliveryPeriodBegin?:DT deliveryPeriodEnd?:DT paymentMethod?:s changeCounter?:i versionNumber?:i prepaidAmount?:cents fullyPaid?:b
      deliveryState?:OrderDeliveryState cancelState?:OrderCancelState completeState?:OrderCompleteState tableNumber?:i orderNumber?:YearNumber
      lineList?{ line*:Line } paymentList?{ payment*:Payment } vatCountryCode?:short vatCountryIso3?:s`,
    WorkplaceYearNumber: 'branchNumber:i workplaceNumber:i year:i number:l',
    Invoice: `invoiceId?:s extInvoiceId?:s orderIds?:IdList extOrderIds?:IdList transactionString?:s syncMarker?:l invoiceNumber?:YearNumber invoiceBarcode?:s
      invoiceType?:InvoiceType employeeNumber?:l employeeName?:s entryTimestamp?:DT relationNumber?:l relationName?:s relationVatNumber?:s
      deliveryAddress?:Address invoiceAddress?:Address financialDate?:D financialBranchNumber?:i workplaceNumber?:i entryBranchNumber?:i reference?:s activityId?:s
      dueDate?:D totalInclAmount?:cents totalExclAmount?:cents vatMethod?:VatMethod vatGroupList?{ vatGroup*:VatGroup } changeCounter?:i versionNumber?:i
      paidAmount?:cents state?:InvoiceState finalized?:b finalizedTimestamp?:DT lineList?{ line*:Line } paymentList?{ payment*:Payment } vatCountryCode?:short
      vatCountryIso3?:s creditedInvoiceId?:s creditedReason?:s orderNumbers?{ yearNumber*:YearNumber }`,
    Receipt: `receiptId:s extReceiptId?:s orderIds?:IdList extOrderIds?:IdList transactionString?:s syncMarker?:l receiptNumber?:WorkplaceYearNumber receiptBarcode?:s
      receiptType:ReceiptType employeeNumber:l employeeName:s entryTimestamp:DT relationNumber?:l relationName?:s financialDate:D financialBranchNumber:i workplaceNumber:i
      entryBranchNumber?:i reference?:s activityId?:s totalInclAmount:cents totalExclAmount:cents vatMethod:VatMethod vatGroupList?{ vatGroup*:VatGroup }
      changeCounter?:i versionNumber?:i paidAmount:cents state:ReceiptState lineList?{ line*:Line } paymentList?{ payment*:Payment } creditedReceiptId?:s`,
    ChangedArticleGroup: 'groupNumber:i parentGroupNumber?:i syncMarker?:l name:s text:s subGroupNumbers?:NumberList sortOrder:i productNumbers?:NumberList isDeleted?:b',
    ArticleGroup: `groupNumber:i syncMarker?:l name:s text:s subGroupList{ articleGroups*:ArticleGroup } sortOrder:i productNumbers?:NumberList
      articleNumbers?:NumberList isDeleted?:b`,
    TurnoverGroup: `turnoverGroupType:TurnoverGroupType turnoverGroup:i turnoverGroupName:s defaultAccountNumber?:i accountNumber?:i allowDiscount?:b
      defaultVatCode?:i`,
    PaymentMethod: 'method:s description:s buttonText:s allowNegativeAmount:b active?:b type?:PaymentMethodType accountNumber?:i',
    DeliveryMethod: 'deliveryMethod:s description:s buttonText:s enabled?:b',
    Branch: `branchNumber:i branchName:s relationNumber?:l abbreviation:s workplaces?{ workplace*{ workplaceNumber:i workplaceName:s isMobile:b } }
      countryCode:i countryIso3:s countryName:s`,
    Employee: 'employeeNumber?:l extEmployeeId?:s syncMarker?:l createTimestamp?:DT changeTimestamp?:DT name?:s username?:s active?:b',
    ArticleStock: `branchNumber?:i articleNumber:l changeTimestamp?:DT stockId:l amountFree:q(decimalPlacesFree) decimalPlacesFree?:i
      amountReserved:q(decimalPlacesReserved) decimalPlacesReserved?:i amountIncoming:q(decimalPlacesIncoming) decimalPlacesIncoming?:i
      ownAmountFree?:d ownAmountReserved?:d ownAmountIncoming?:d isDayStockArticle:b`,
    ArticleStockHistory: `stockId:l timestamp:DT branchNumber?:i articleNumber:l amountChanged:q(decimalPlaces) decimalPlaces?:i type:StockHistoryType orderId?:s`,
    LicensedBranch: 'branchNumber:i branchName?:s workplaceLimit?:i',
  },
);
