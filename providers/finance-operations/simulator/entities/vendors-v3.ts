/** VendorsV3: set, type and key as observed (facts page 5.1); the property list is inferred in the style of CustomersV3. */
import { defineEntity } from '../schema/define-entity';

export const vendorsV3 = defineEntity({
  setName: 'VendorsV3',
  typeName: 'VendorV3',
  aotName: 'VendVendorV3Entity',
  key: ['dataAreaId', 'VendorAccountNumber'],
  mandatory: ['VendorGroupId', 'CurrencyCode'],
  // Inferred: record ids and what is computed from other fields.
  readOnly: ['FormattedPrimaryAddress', 'AddressRecordId', 'PrimaryEmailAddressRecordId'],
  dataSources: 5,
  firstRecordId: 5638144576,
  properties: `
    String: dataAreaId VendorAccountNumber VendorPartyType VendorPartyNumber VendorOrganizationName
      VendorSearchName VendorKnownAsName VendorGroupId CurrencyCode LanguageId PersonFirstName
      PersonMiddleName PersonLastName OrganizationNumber PrimaryEmailAddress PrimaryEmailAddressDescription
      PrimaryPhoneNumber PrimaryPhoneNumberExtension PrimaryFaxNumber PrimaryURL FormattedPrimaryAddress
      AddressDescription AddressStreet AddressStreetNumber AddressBuildingComplement AddressCity
      AddressCountyId AddressStateId AddressZipCode AddressCountryRegionId AddressCountryRegionISOCode
      AddressDistrictName AddressLocationId DefaultPaymentTermsName DefaultVendorPaymentMethodName
      DefaultPaymentScheduleName DefaultCashDiscount DefaultDeliveryModeId DefaultDeliveryTermsCode
      DefaultLedgerDimensionDisplayValue SalesTaxGroupCode TaxExemptNumber InvoiceVendorAccountNumber
      BuyerGroupId MainContactPersonnelNumber ReceivingSiteId ReceivingWarehouseId LineOfBusinessId
      Notes VendorPortalCollaborationMethod BankAccountId
    CustVendorBlocked: OnHoldStatus
    NoYes: IsOneTimeVendor IsPurchaseOrderChangeRequestOverrideAllowed ArePricesIncludingSalesTax
      IsWithholdingTaxCalculated IsMinorityOwned IsForeignEntity IsReporting1099 IsPrimaryEmailAddressIM
    Decimal: CreditLimit AddressLatitude AddressLongitude FactoringPercentage
    Int32: NumberOfEmployees
    Int64: PrimaryEmailAddressRecordId AddressRecordId
    ABC: OrganizationABCCode
    Timezone: AddressTimeZone
    Date: VendorHoldReleaseDate ForeignVendorTaxRegistrationDate
    UtcDateTime: AddressValidFrom AddressValidTo
  `,
});
