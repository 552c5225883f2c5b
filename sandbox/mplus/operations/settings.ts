import { wireDateTime } from '../dateTime.ts';
import { cardCategories } from '../till/seedRecords.ts';
import { vatCodes, vatPercentage } from '../till/vat.ts';
import { handler, wants } from './handler.ts';

/** The build this look-alike plays; also in the header `mplus-service-version`. */
export const serviceVersion = '67.1.3';

const countries = [
  { countryCode: 528, countryIso3: 'NLD', countryName: 'Nederland' },
  { countryCode: 56, countryIso3: 'BEL', countryName: 'België' },
  { countryCode: 276, countryIso3: 'DEU', countryName: 'Duitsland' },
];

/** Ledger numbers as a Dutch bookkeeper would set them. */
const ledger = { vat: 1500, payments: 1000, turnover: 8000 };

export const settingsHandlers = {
  getApiVersion: handler((till) => {
    const [serviceMajorNumber, serviceMinorNumber, serviceRevisionNumber] = serviceVersion.split('.');
    return {
      majorNumber: 1,
      minorNumber: 0,
      revisionNumber: 0,
      serviceMajorNumber,
      serviceMinorNumber,
      serviceRevisionNumber,
      serverDateTime: wireDateTime(till.clock.now()),
      inDebugMode: false,
      serviceVersionDisplayString: serviceVersion,
    };
  }),

  getLicenseInformation: handler((till) => ({
    obscuredLicenseKey: 'DEMO-****-****',
    companyName: till.shop.company.name,
    city: 'Utrecht',
    licensedBranches: { licensedBranch: till.shop.branches.map(({ number, name, workplaces }) => ({ branchNumber: number, branchName: name, workplaceLimit: workplaces.length })) },
  })),

  getCurrentSyncMarkers: handler((till) => ({
    articleSyncMarker: till.products.marker(),
    articleGroupSyncMarker: till.articleGroups.marker(),
    relationSyncMarker: till.relations.marker(),
    employeeSyncMarker: till.employees.marker(),
    invoiceSyncMarker: till.invoices.marker(),
    receiptSyncMarker: till.receipts.marker(),
    orderSyncMarker: till.orders.marker(),
    stockId: till.stock.stockId(),
  })),

  /** All branches and countries in one list: a code means something only together with these. */
  getVatGroupList: handler((till) => ({
    vatGroup: till.shop.branches.flatMap((branch) =>
      countries.flatMap(({ countryCode, countryIso3 }) =>
        ([21, 9, 0] as const).map((rate) => ({
          branchNumber: branch.number,
          countryCode,
          countryIso3,
          vatCode: vatCodes[rate],
          vatPercentage: vatPercentage(rate, till.vatScale),
          accountNumber: ledger.vat + vatCodes[rate],
        })),
      ),
    ),
  })),

  getPaymentMethods: handler((till) => ({ paymentMethodList: { paymentMethod: till.shop.paymentMethods.map(paymentMethod) } })),

  getPaymentMethodsV2: handler<{ request: { accountNumber?: number; paymentMethodTypes: readonly string[] } }>((till, { request }) => ({
    paymentMethodList: {
      paymentMethod: till.shop.paymentMethods
        .map(paymentMethod)
        .filter((method) => wants(request.paymentMethodTypes, method.type) && (request.accountNumber === undefined || method.accountNumber === request.accountNumber)),
    },
  })),

  getBranches: handler((till) => ({
    branches: {
      branch: till.shop.branches.map(({ number, name, workplaces }) => ({
        branchNumber: number,
        branchName: name,
        abbreviation: name.slice(0, 3).toUpperCase(),
        workplaces: { workplace: workplaces.map((workplace) => ({ workplaceNumber: workplace, workplaceName: `Kassa ${workplace}`, isMobile: false })) },
        ...countries[0],
      })),
    },
  })),

  getCardCategories: handler(() => ({
    relationCardCategoryList: { cardCategory: cardCategories.map((category) => ({ isVipGroup: false, isSupplierGroup: false, ...category })) },
  })),

  getEmployees: handler<{ request?: { employeeNumbers: readonly number[]; syncMarker?: number; syncMarkerLimit?: number } }>((till, { request }) => ({
    employeeList: {
      employee: till.employees.page({
        from: request?.syncMarker,
        limit: request?.syncMarkerLimit,
        keep: (employee) => wants(request?.employeeNumbers ?? [], employee.employeeNumber),
      }),
    },
  })),

  getDeliveryMethodsV2: handler<{ request: { onlyEnabled?: boolean } }>((till, { request }) => ({
    deliveryMethodList: {
      deliveryMethod: till.shop.deliveryMethods
        .filter(({ enabled }) => enabled || !request.onlyEnabled)
        .map(({ code, description, enabled }) => ({ deliveryMethod: code, description, buttonText: description, enabled })),
    },
  })),

  getTurnoverGroups: handler((till) => ({
    turnoverGroupList: {
      turnoverGroup: [...till.articleGroups.all()].map(({ groupNumber, name }) => ({
        turnoverGroupType: 'TURNOVER-GROUP-TYPE-TURNOVER',
        turnoverGroup: groupNumber,
        turnoverGroupName: name,
        accountNumber: ledger.turnover + groupNumber,
        allowDiscount: true,
      })),
    },
  })),
};

function paymentMethod({ code, description, active }: { code: string; description: string; active: boolean }, index: number) {
  return {
    method: code,
    description,
    buttonText: description,
    allowNegativeAmount: code === 'CASH' || code === 'ONACCOUNT',
    active,
    type: `PAYMENT-METHOD-TYPE-${code === 'PIN' ? 'EFT' : 'PAYMENT'}`,
    accountNumber: ledger.payments + index,
  };
}
