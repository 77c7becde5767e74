/** The 13 properties of CustomerGroups, as observed on a real tenant (facts page 5.3). */
import { defineEntity } from '../schema/define-entity';

export const customerGroups = defineEntity({
  setName: 'CustomerGroups',
  typeName: 'CustomerGroup',
  aotName: 'CustCustomerGroupEntity',
  key: ['dataAreaId', 'CustomerGroupId'],
  mandatory: [],
  dataSources: 1,
  firstRecordId: 22565421176,
  properties: `
    String: dataAreaId CustomerGroupId ClearingPeriodPaymentTermName CustomerAccountNumberSequence
      DefaultDimensionDisplayValue AccountingCurrencyExchangeRateType Description WriteOffReason
      ReportingCurrencyExchangeRateType PaymentTermId TaxGroupId
    NoYes: IsSalesTaxIncludedInPrice IsPublicSector_IT
  `,
});
