import type { ShapeTexts } from './notation.ts';

/** Products (the grouping) and their articles (what is sold). An element `barcode` holds a child `barcode`: the shapes tell them apart. */
export const articleShapes: ShapeTexts = {
  SalesPrice: 'salesPriceNumber:n description?:s startDate?:D endDate?:D priceIncl?:c priceExcl?:c discountPercentage?:n minimumAmount?:n',
  PriceGroup: 'priceGroupNumber:n description?:s priceIncl?:c priceExcl?:c discountPercentage?:n minimumAmount?:n',
  Barcode: `
    barcodeId?:n description?:s barcode?:s barcodeDate?:D quantity?:q(decimalPlaces) contentUnit?:s contentQuantity?:q(contentQuantityDecimalPlaces)
    purchasePrice?:c priceIncl?:c priceExcl?:c isCurrent?:b`,
  LinkedArticle: 'articleNumber:n quantity:q(decimalPlaces)',
  Article: `
    articleNumber?:n extArticleId?:s pluNumber?:s syncMarker?:n changeTimestamp?:DT createTimestamp?:DT active?:b description?:s colour?:s colourSequenceNumber?:n
    size?:s sizeSequenceNumber?:n invoiceText?:s receiptText?:s displayText?:s barcode?:s barcodeDate?:D contentUnit?:s
    contentQuantity?:q(contentQuantityDecimalPlaces) brandName?:s extraText?:s turnoverGroup?:n vatCode?:n vatPercentage?:v vatCodeAlternative?:n
    vatPercentageAlternative?:v averagePurchasePrice?:c purchasePrice?:c priceIncl?:c priceExcl?:c siUnit?:s unit?:s orderQuantityValue?:q(orderQuantityDecimalPlaces)
    supplierRelationNumber?:n supplierRelationName?:s supplierArticleNumber?:s webshop?:b categoryId?:n categoryIds?:[category*:n] stockArticle?:b
    articleDiscountGroupNumber?:n articleDiscountGroupName?:s specialPrice?:s showPreparationMethodsDirectly?:b showPreparationMethodsPerGroup?:b
    exchangeRateBuyPrice?:q(exchangeRateBuyPriceDecimalPlaces) exchangeRateSellPrice?:q(exchangeRateSellPriceDecimalPlaces) exchangeRateMultiplier?:n
    imageList?:x customFieldList?:[customField*:CustomField] salesPriceList?:[salesPrice*:SalesPrice] priceGroupList?:[priceGroup*:PriceGroup]
    linkedArticleList?:[linkedArticle*:LinkedArticle] barcodeList?:[barcode*:Barcode] discontinued?:b stockSiUnit?:s specialBehaviour?:s ageCheckMinimumAge?:n
    oldestBestBeforeDate?:s shelfLifeInDays?:n shelfLifeInHours?:n priceDeviationMin?:d priceDeviationMax?:d availableForInterbranchOrdering?:b`,
  Product: 'productNumber?:n syncMarker?:n description?:s extraText?:s articleList?:[article*:Article] groupNumbers*:n',
};
