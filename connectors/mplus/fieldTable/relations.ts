import type { ShapeTexts } from './notation.ts';

/** Customers and suppliers. */
export const relationShapes: ShapeTexts = {
  CardCategory: 'categoryId:n name:s isVipGroup:b isSupplierGroup:b',
  CustomField: 'fieldName:s dataType?:s isRequired?:b strValue?:s intValue?:q(decimalPlaces) boolValue?:b dateValue?:D dateTimeValue?:DT multiSelectInt*:n',
  RelationDiscount: `
    relationArticleDiscountId?:n relationNumber?:n articleNumber?:n articleDiscountGroupNumber?:n minimumAmount?:q(minimumAmountDecimalPlaces)
    discountPercentage?:n priceIncl?:c priceExcl?:c`,
  Relation: `
    relationNumber?:n extRelationId?:s syncMarker?:n createTimestamp?:DT changeTimestamp?:DT active?:b name?:s address?:s zipcode?:s city?:s country?:s
    deliveryAddress?:s deliveryZipcode?:s deliveryCity?:s deliveryCountry?:s contact?:s telephone?:s mobile?:s email?:s website?:s birthDate?:D relationCode?:s
    points?:n balance?:c priceGroupNumber?:n discountPercentage?:n categoryId?:n categoryIds?:[category*:n] cardNumber?:s bankAccountNumber?:s creditLimit?:c
    paymentWithinDays?:n vatNumber?:s commerceNumber?:s extraText?:s defaultVatMethod?:s neverPrintOrEmailReceipt?:b alwaysPrintReceipt?:b
    alwaysPrintLargeFormatReceipt?:b alwaysEmailReceipt?:b condenseCombinedInvoice?:b imageList?:x customFieldList?:[customField*:CustomField]
    contactList?:[relation*:Relation] relationArticleDiscountList?:[relationArticleDiscount*:RelationDiscount] companyName?:s branchesNonPurchasable*:n
    cardNumbers*:s invoiceCredit?:d accountBalance?:d salePromotionIds?:[id*:s] directDebit?:b reminderEmail?:s canEarnPoints?:b canRedeemPoints?:b
    cantRedeemPointsReason?:s`,
};
