/** PaymentTerms: its properties as observed (facts page 5.7); the types of its last four enumerations are inferred. */
import { defineEntity } from '../schema/define-entity';

export const paymentTerms = defineEntity({
  setName: 'PaymentTerms',
  typeName: 'PaymentTerm',
  aotName: 'PaymentTermEntity',
  key: ['dataAreaId', 'Name'],
  dataSources: 1,
  firstRecordId: 22565421500,
  properties: `
    String: dataAreaId Name Description PaymentScheduleName PaymentDayName CashPaymentMainAccountIdDisplayValue
    Int32: NumberOfDays NumberOfMonths CutoffDayOfMonth AdditionalMonthsForCutoffDate
    NetCurrent: PaymentMethodType
    NoYes: IsDefaultPaymentTerm IsCashPayment IsCertifiedCompanyCheck PostOffsettingAR
    CreditCardPaymentType: CreditCardPaymentType
    CreditCardCreditCheckType: CreditCardCreditCheckType
    CustomerDueDateUpdatePolicy: CustomerDueDateUpdatePolicy
    VendorDueDateUpdatePolicy: VendorDueDateUpdatePolicy
  `,
});
