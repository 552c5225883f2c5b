import { parseFields } from './notation.ts';
import type { Struct } from './notation.ts';
import { types } from './types.ts';

export interface OperationShape {
  readonly name: string;
  readonly request: Struct;
  /** Its name is that of the element in the answer's body, which is not always `<Operation>Response`. */
  readonly response: Struct;
  /** The request's `idempotencyKey` makes a second call answer what the first one answered. */
  readonly idempotent: boolean;
}

type Row = readonly [request: string, response: string, responseName?: string];

const orderFilter = `articlePluNumbers?:TextList articleBarcodes?:TextList activityId?:s orderTypeList?{ orderType*:OrderType } orderIds*:s orderNumbers*:YearNumber includeLineList?:b`;

const documentFilter = `syncMarker?:l syncMarkerLimit?:i fromFinancialDate?:D throughFinancialDate?:D branchNumbers*:i employeeNumbers*:l relationNumbers*:l
     supplierRelationNumbers*:l articleNumbers*:l articleTurnoverGroups*:i`;

/**
 * Request and response of each operation. Wrappers that the schema requires although they mostly stay empty
 * (`pluNumbers`, `articlePluNumbers`, `articleBarcodes`) are optional here, as real clients leave them out.
 */
const rows = {
  getApiVersion: [
    '',
    `majorNumber:i minorNumber:i revisionNumber:i databaseMajorNumber?:i databaseMinorNumber?:i databaseRevisionNumber?:i
     serviceMajorNumber?:i serviceMinorNumber?:i serviceRevisionNumber?:i serviceDateTime?:DT serverDateTime?:DT inDebugMode:b serviceVersionDisplayString?:s`,
    'getApiVersionResponse',
  ],
  getLicenseInformation: ['', 'obscuredLicenseKey?:s companyName?:s city?:s licensedBranches?{ licensedBranch*:LicensedBranch }'],
  getCurrentSyncMarkers: [
    '',
    `articleSyncMarker:l articleGroupSyncMarker?:l relationSyncMarker:l employeeSyncMarker:l invoiceSyncMarker:l receiptSyncMarker:l orderSyncMarker:l
     proposalSyncMarker?:l stockId?:l`,
    'getCurrentSyncMarkersResponse',
  ],
  getRelations: ['request?{ relationNumbers*:l categoryId?:i syncMarker?:l syncMarkerLimit?:i }', 'relationList{ relation*:Relation }'],
  getRelation: ['relationNumber:l', 'result:GetRelationResult relation:Relation'],
  findRelation: ['relation?:Relation', 'result:FindRelationResult relation?:Relation'],
  findRelationV2: ['request{ relation:Relation exactMatch?:b }', 'result:FindRelationResult relation?:Relation'],
  createRelation: ['relation?:Relation', 'result:CreateRelationResult relationNumber:l changeTimestamp?:DT syncMarker?:l errorMessage:s'],
  updateRelation: ['relation?:Relation', 'result:UpdateRelationResult errorMessage:s changeTimestamp?:DT syncMarker?:l'],
  getCardCategories: ['', 'articleCardCategoryList?:CardCategoryList employeeCardCategoryList?:CardCategoryList relationCardCategoryList?:CardCategoryList'],
  getProducts: [
    `request{ articleNumbers*:l groupNumbers*:i pluNumbers?:TextList onlyWebshop?:b onlyActive?:b syncMarker?:l syncMarkerLimit?:i
     changedSinceTimestamp?:DT includeAllArticlesOfSelectedProducts?:b productNumbers*:l }`,
    'productList{ product*:Product }',
  ],
  getArticleGroups: ['request?{ syncMarker?:l syncMarkerLimit?:i groupNumbers*:i retrieveArticleNumbers?:b }', 'articleGroupList{ articleGroups*:ArticleGroup }'],
  createProduct: ['product:Product', 'result:CreateProductResult productNumber:l articleNumbers*:l changeTimestamp?:DT syncMarker?:l errorMessage:s'],
  updateProduct: ['product:Product', 'result:UpdateProductResult existingArticleNumbers*:l newArticleNumbers*:l changeTimestamp?:DT syncMarker?:l errorMessage:s'],
  newArticleGroup: ['request{ parentGroupNumber:i name:s text:s sortOrder?:i imageId?:l }', 'result:NewArticleGroupResult groupNumber:i'],
  updateArticleGroup: ['request{ groupNumber:i name?:s text?:s sortOrder?:i imageId?:l parentGroupNumber?:i }', 'result:SaveArticleGroupResult'],
  addProductsToArticleGroup: ['request{ groupNumber:i position?:i productNumbers:NumberList }', 'result:AddProductsToArticleGroupResult'],
  getArticleGroupChanges: [
    'request?{ syncMarker?:l syncMarkerLimit?:i groupNumbers*:i }',
    'changedArticleGroupList{ changedArticleGroups*:ChangedArticleGroup }',
  ],
  getInvoices: [
    `request{ ${documentFilter} articlePluNumbers?:TextList articleBarcodes?:TextList activityId?:s finalizeInvoices?:b invoiceIds*:s invoiceNumbers*:YearNumber includeLineList?:b }`,
    'invoiceList{ invoice*:Invoice }',
  ],
  getInvoice: ['invoiceId:s', 'result:GetInvoiceResult invoice?:Invoice', 'GetInvoiceResponse'],
  findInvoice: ['extInvoiceId:s', 'result:GetInvoiceResult invoice?:Invoice', 'GetInvoiceResponse'],
  payInvoice: ['request{ invoiceId:s paymentList{ payment*:Payment } }', 'result:PayInvoiceResult errorMessage:s'],
  getReceipts: [
    `request{ ${documentFilter} articlePluNumbers?:TextList articleBarcodes?:TextList activityId?:s includeOrderReferences?:b receiptIds*:s includeLineList?:b }`,
    'receiptList{ receipt*:Receipt }',
  ],
  getReceipt: ['receiptId:s', 'result:GetReceiptResult receipt?:Receipt'],
  getOrders: [
    `request{ syncMarker?:l syncMarkerLimit?:i fromFinancialDate?:D throughFinancialDate?:D branchNumbers*:i employeeNumbers*:l relationNumbers*:l articleNumbers*:l ${orderFilter} }`,
    'orderList{ order*:Order }',
  ],
  getOrder: ['orderId:s', 'result:GetOrderResult order?:Order', 'GetOrderResponse'],
  findOrder: ['extOrderId:s', 'result:GetOrderResult order?:Order', 'GetOrderResponse'],
  getOrdersByExtOrderIds: ['request{ syncMarker?:l syncMarkerLimit?:i extOrderIds?:IdList }', 'orderList{ order*:Order }'],
  createOrderV3: [
    'request{ idempotencyKey:s order:Order applySalesAndActions?:b applySalesPrices?:b applyPriceGroups?:b prepay?:b paymentList?{ payment*:Payment } }',
    `idempotencyResult:IdempotencyResult result:CreateOrderResult order?:Order errorMessage?:s info{ orderId:s orderString:s orderQueued?:b }
     payResult?:PayOrderResult invoiceId?:s`,
  ],
  payOrderV2: [
    'request{ idempotencyKey:s orderId:s prepay:b paymentList{ payment*:Payment } }',
    'idempotencyResult:IdempotencyResult result:PayOrderResult invoiceId?:s errorMessage:s',
  ],
  cancelOrder: ['orderId:s request?{ branchNumber?:i }', 'result:CancelOrderResult message:s', 'CancelOrderResponse'],
  getStock: [
    'request{ branchNumber:i articleNumbers{ articleNumbers*:l } stockId?:l dayStockOnlyFilter?:b branchNumbers?{ branchNumber*:i } }',
    'articleStocks*:ArticleStock',
  ],
  getStockHistoryV2: [
    `request{ branchNumbers*:i articleNumbers?{ articleNumbers*:l } fromFinancialDateTime?:DT throughFinancialDateTime?:DT sinceStockId?:l sinceStockIdLimit?:i }`,
    'articleStockHistory*:ArticleStockHistory',
    'GetStockHistoryResponse',
  ],
  setStock: ['request{ branchNumber:i articleNumber:l amount:q(decimalPlaces) decimalPlaces?:i employeeNumber?:l reference?:s }', 'result:SetStockResult stockId?:l'],
  updateStock: ['request{ branchNumber:i articleNumber:l amountChanged:q(decimalPlaces) decimalPlaces?:i employeeNumber?:l reference?:s }', 'result:UpdateStockResult stockId?:l'],
  getVatGroupList: ['', 'vatGroup*:VatGroup', 'getVatGroupListResponse'],
  getPaymentMethods: ['', 'paymentMethodList{ paymentMethod*:PaymentMethod }'],
  getPaymentMethodsV2: ['request{ accountNumber?:i paymentMethodTypes*:PaymentMethodType }', 'paymentMethodList{ paymentMethod*:PaymentMethod }', 'GetPaymentMethodsResponse'],
  getBranches: ['', 'branches{ branch*:Branch }', 'getBranchesResponse'],
  getEmployees: ['request?{ employeeNumbers*:l syncMarker?:l syncMarkerLimit?:i }', 'employeeList{ employee*:Employee }'],
  getDeliveryMethodsV2: ['request{ onlyEnabled?:b }', 'deliveryMethodList{ deliveryMethod*:DeliveryMethod }'],
  getTurnoverGroups: ['request{ onlyActive?:b }', 'turnoverGroupList{ turnoverGroup*:TurnoverGroup }'],
} satisfies Record<string, Row>;

export type OperationName = keyof typeof rows;

export const operations: ReadonlyMap<string, OperationShape> = new Map(
  Object.entries(rows).map(([name, row]: [string, Row]) => {
    const [request, response, responseName = `${name[0]!.toUpperCase()}${name.slice(1)}Response`] = row;
    return [
      name,
      {
        name,
        request: { name, fields: parseFields(request, name, types) },
        response: { name: responseName, fields: parseFields(response, responseName, types) },
        idempotent: request.includes('idempotencyKey'),
      },
    ];
  }),
);
