/** The pages of rows that are measured, and the columns that the source gives for them. */

export interface SourcePage {
  readonly name: string;
  readonly rows: number;
  /** Whether some of its numbers have more digits than a double holds, as they have in the demo. */
  readonly longNumbers: boolean;
}

/** Told apart by their number of rows, which is all that reaches the source. */
export const sourcePages = [
  { name: 'page of 50 rows', rows: 50, longNumbers: false },
  { name: 'page of 5,000 rows', rows: 5_000, longNumbers: false },
  { name: 'page of 4,999 rows, some numbers of more than 15 digits', rows: 4_999, longNumbers: true },
] as const satisfies readonly SourcePage[];

/** Whatever is selected: the control and the gateway read the same bytes. */
export const sourceColumns = [
  'dataAreaId',
  'CustomerAccount',
  'OrganizationName',
  'CustomerGroupId',
  'SalesCurrencyCode',
  'CreditLimit',
  'PaymentTerms',
  'PrimaryContactEmail',
  'PrimaryContactPhone',
  'AddressCity',
  'OnHoldStatus',
  'CreditLimitIsMandatory',
  'CredManCustomerSince',
] as const;

/** The eight that an answer has beside the key, by public name. */
export const publicColumns = {
  AccountNumber: 'CustomerAccount',
  Name: 'OrganizationName',
  CustomerGroupId: 'CustomerGroupId',
  Currency: 'SalesCurrencyCode',
  CreditLimit: 'CreditLimit',
  City: 'AddressCity',
  OnHoldStatus: 'OnHoldStatus',
  CustomerSince: 'CredManCustomerSince',
} as const;
