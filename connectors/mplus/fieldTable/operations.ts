import { articleShapes } from './articles.ts';
import { documentShapes } from './documents.ts';
import { groupShapes } from './groups.ts';
import { nameShapes, parseShape } from './notation.ts';
import type { Shape } from './notation.ts';
import { orderShapes } from './orders.ts';
import { relationShapes } from './relations.ts';
import { settingShapes } from './settings.ts';
import { stockShapes } from './stock.ts';

export interface Operation {
  readonly request: Shape;
  /** Name of the answer's element, which does not always follow from the operation's. */
  readonly answerElement: string;
  readonly answer: Shape;
  /** True when a lost answer leaves open whether something was changed. */
  readonly writes: boolean;
}

const named = nameShapes({ ...orderShapes, ...relationShapes, ...articleShapes, ...settingShapes, ...documentShapes, ...groupShapes, ...stockShapes });

const reads = (request: string, answerElement: string, answer: string): Operation => ({
  request: parseShape(request, named),
  answerElement,
  answer: parseShape(answer, named),
  writes: false,
});

const writing = (request: string, answerElement: string, answer: string): Operation => ({ ...reads(request, answerElement, answer), writes: true });

/**
 * The operations this connector calls, in the words and the order of the service's description (build 67.1.3). Elements of a request that we never send are left
 * out; required wrappers that stay empty are sent empty. `finalizeInvoices` and the other dangerous switches of the service are not in this table and so cannot be sent.
 */
export const operations = {
  getApiVersion: reads(
    '',
    'getApiVersionResponse',
    `majorNumber:n minorNumber:n revisionNumber:n databaseMajorNumber?:n databaseMinorNumber?:n databaseRevisionNumber?:n serviceMajorNumber?:n serviceMinorNumber?:n
     serviceRevisionNumber?:n serviceBuildNumber?:n serviceDate?:D serviceDateTime?:DT serverDate?:D serverDateTime?:DT inDebugMode:b isSlaveApi?:b
     serviceVersionDisplayString?:s`,
  ),
  getCurrentSyncMarkers: reads(
    '',
    'getCurrentSyncMarkersResponse',
    `articleSyncMarker:n articleGroupSyncMarker?:n relationSyncMarker:n employeeSyncMarker:n invoiceSyncMarker:n receiptSyncMarker:n orderSyncMarker:n
     proposalSyncMarker?:n stockId?:n`,
  ),
  getOrders: reads(
    `request:{ syncMarker?:n syncMarkerLimit?:n fromFinancialDate?:D throughFinancialDate?:D branchNumbers*:n employeeNumbers*:n relationNumbers*:n
       articleNumbers*:n articlePluNumbers:[text*:{ text:s }] articleBarcodes:[text*:{ text:s }] activityId?:s orderTypeList?:[orderType*:s] orderIds*:s
       orderNumbers*:YearNumber includeLineList?:b }`,
    'GetOrdersResponse',
    'orderList:[order*:Order]',
  ),
  getOrder: reads('orderId:s', 'GetOrderResponse', 'result:s order?:Order'),
  findOrder: reads('extOrderId:s', 'GetOrderResponse', 'result:s order?:Order'),
  getOrdersByExtOrderIds: reads('request:{ syncMarker?:n syncMarkerLimit?:n extOrderIds?:[id*:s] }', 'GetOrdersByExtOrderIdsResponse', 'orderList:[order*:Order]'),
  createOrderV3: writing(
    'request:{ idempotencyKey:s order:Order applySalesAndActions?:b applySalesPrices?:b applyPriceGroups?:b prepay?:b paymentList?:[payment*:Payment] }',
    'CreateOrderV3Response',
    'idempotencyResult:s result:s order?:Order errorMessage?:s info:{ orderId:s orderString:s orderQueued?:b } payResult?:s invoiceId?:s',
  ),
  getRelations: reads('request?:{ relationNumbers*:n categoryId?:n syncMarker?:n syncMarkerLimit?:n }', 'GetRelationsResponse', 'relationList:[relation*:Relation]'),
  findRelation: reads('relation?:Relation', 'FindRelationResponse', 'result:s relation?:Relation'),
  findRelationV2: reads('request:{ relation:Relation exactMatch?:b }', 'FindRelationV2Response', 'result:s relation?:Relation'),
  createRelation: writing('relation?:Relation', 'CreateRelationResponse', 'result:s relationNumber:n changeTimestamp?:DT syncMarker?:n errorMessage:s'),
  updateRelation: writing('relation?:Relation', 'UpdateRelationResponse', 'result:s errorMessage:s changeTimestamp?:DT syncMarker?:n'),
  getProducts: reads(
    `request:{ articleNumbers*:n groupNumbers*:n pluNumbers:[text*:{ text:s }] onlyWebshop?:b onlyActive?:b syncMarker?:n syncMarkerLimit?:n
       changedSinceTimestamp?:DT includeAllArticlesOfSelectedProducts?:b productNumbers*:n }`,
    'GetProductsResponse',
    'productList:[product*:Product]',
  ),
  createProduct: writing('product:Product', 'CreateProductResponse', 'result:s productNumber:n articleNumbers*:n changeTimestamp?:DT syncMarker?:n errorMessage:s'),
  updateProduct: writing('product:Product', 'UpdateProductResponse', 'result:s existingArticleNumbers*:n newArticleNumbers*:n changeTimestamp?:DT syncMarker?:n errorMessage:s'),
  newArticleGroup: writing('request:{ parentGroupNumber:n name:s text:s sortOrder?:n }', 'NewArticleGroupResponse', 'result:s groupNumber:n'),
  addProductsToArticleGroup: writing('request:{ groupNumber:n position?:n productNumbers:[number*:n] }', 'AddProductsToArticleGroupResponse', 'result:s'),
  getTurnoverGroups: reads('request:{ onlyActive?:b }', 'GetTurnoverGroupsResponse', 'turnoverGroupList:[turnoverGroup*:TurnoverGroup]'),
  getStock: reads('request:{ branchNumber:n articleNumbers:[articleNumbers*:n] stockId?:n dayStockOnlyFilter?:b branchNumbers?:[branchNumber*:n] }', 'GetStockResponse', 'articleStocks*:ArticleStock'),
  getStockHistoryV2: reads(
    'request:{ branchNumbers*:n articleNumbers?:[articleNumbers*:n] fromFinancialDateTime?:DT throughFinancialDateTime?:DT sinceStockId?:n sinceStockIdLimit?:n }',
    'GetStockHistoryResponse',
    'articleStockHistory*:StockHistory',
  ),
  setStock: writing('request:{ branchNumber:n articleNumber:n amount:q(decimalPlaces) employeeNumber?:n reference?:s }', 'SetStockResponse', 'result:s stockId?:n'),
  updateStock: writing('request:{ branchNumber:n articleNumber:n amountChanged:q(decimalPlaces) employeeNumber?:n reference?:s }', 'UpdateStockResponse', 'result:s stockId?:n'),
  getArticleGroups: reads('request:{ syncMarker?:n syncMarkerLimit?:n groupNumbers*:n }', 'GetArticleGroupsResponse', 'articleGroupList:[articleGroups*:ArticleGroup]'),
  getArticleGroupChanges: reads('request:{ syncMarker?:n syncMarkerLimit?:n groupNumbers*:n }', 'GetArticleGroupChangesResponse', 'changedArticleGroupList:[changedArticleGroups*:ChangedArticleGroup]'),
  /** Without `finalizeInvoices`, which would lock what it reads. */
  getInvoices: reads(
    `request:{ syncMarker?:n syncMarkerLimit?:n fromFinancialDate?:D throughFinancialDate?:D branchNumbers*:n employeeNumbers*:n relationNumbers*:n articleNumbers*:n
       articlePluNumbers:[text*:{ text:s }] articleBarcodes:[text*:{ text:s }] activityId?:s invoiceIds*:s invoiceNumbers*:YearNumber includeLineList?:b }`,
    'GetInvoicesResponse',
    'invoiceList:[invoice*:Invoice]',
  ),
  getInvoice: reads('invoiceId:s', 'GetInvoiceResponse', 'result:s invoice?:Invoice'),
  getReceipts: reads(
    `request:{ syncMarker?:n syncMarkerLimit?:n fromFinancialDate?:D throughFinancialDate?:D branchNumbers*:n employeeNumbers*:n relationNumbers*:n articleNumbers*:n
       articlePluNumbers:[text*:{ text:s }] articleBarcodes:[text*:{ text:s }] activityId?:s includeOrderReferences?:b receiptIds*:s includeLineList?:b }`,
    'GetReceiptsResponse',
    'receiptList:[receipt*:Receipt]',
  ),
  getReceipt: reads('receiptId:s', 'GetReceiptResponse', 'result:s receipt?:Receipt'),
  getCardCategories: reads(
    '',
    'GetCardCategoriesResponse',
    'articleCardCategoryList?:[cardCategory*:CardCategory] employeeCardCategoryList?:[cardCategory*:CardCategory] relationCardCategoryList?:[cardCategory*:CardCategory]',
  ),
  getBranches: reads('', 'getBranchesResponse', 'branches:[branch*:Branch]'),
  getEmployees: reads('request?:{ employeeNumbers*:n syncMarker?:n syncMarkerLimit?:n }', 'GetEmployeesResponse', 'employeeList:[employee*:Employee]'),
  getPaymentMethods: reads('', 'GetPaymentMethodsResponse', 'paymentMethodList:[paymentMethod*:PaymentMethod]'),
  getPaymentMethodsV2: reads('request:{ accountNumber?:n paymentMethodTypes*:s }', 'GetPaymentMethodsResponse', 'paymentMethodList:[paymentMethod*:PaymentMethod]'),
  getVatGroupList: reads('', 'getVatGroupListResponse', 'vatGroup*:VatGroup'),
  getDeliveryMethods: reads('', 'GetDeliveryMethodsResponse', 'deliveryMethodList:[deliveryMethod*:DeliveryMethod]'),
  getDeliveryMethodsV2: reads('request:{ onlyEnabled?:b }', 'GetDeliveryMethodsV2Response', 'deliveryMethodList:[deliveryMethod*:DeliveryMethod]'),
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
