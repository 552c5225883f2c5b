import type { ShapeTexts } from './notation.ts';

/** What a user chooses from: the lists behind the pick fields. */
export const settingShapes: ShapeTexts = {
  PaymentMethod: `
    method:s description:s buttonText:s allowNegativeAmount:b active?:b type?:s accountNumber?:n depositPaymentMethod?:s hasExternalPaymentWebhook?:b`,
  Workplace: 'workplaceNumber:n workplaceName:s isMobile:b workplaceType?:s isSlave?:b lastSlaveSync?:DT priceGroupNumber?:n extWorkplaceId?:s',
  Branch: `
    branchNumber:n branchName:s relationNumber?:n abbreviation:s extBranchId?:s isFullSlave?:b priceGroupNumber?:n workplaces?:[workplace*:Workplace]
    countryCode:n countryIso3:s countryName:s`,
  TurnoverGroup: `
    turnoverGroupType:s turnoverGroup:n turnoverGroupName:s inclAmount?:c exclAmount?:c defaultAccountNumber?:n accountNumber?:n allowPointsDistribution?:b
    allowPointsPayment?:b allowDiscount?:b defaultPurchaseAccountNumber?:n purchaseAccountNumber?:n defaultStockAccountNumber?:n stockAccountNumber?:n
    defaultVatCode?:n`,
  DeliveryMethod: 'deliveryMethod:s description:s buttonText:s enabled?:b',
  /** The service sends passwords of employees along; they stop here. */
  Employee: `
    employeeNumber?:n extEmployeeId?:s syncMarker?:n createTimestamp?:DT changeTimestamp?:DT name?:s username?:x password?:x birthDate?:x phoneWork?:x
    phoneHome?:x phoneMobile?:x email?:x bankAccountNumber?:x bankName?:x rfid?:x extraText?:x active?:b categoryId?:n category?:s categoryIds?:[category*:n]
    personNumber?:x customFieldList?:x`,
};
