/** The 309 properties of CustomersV3, as observed on a real tenant (facts page 5.2). */
import { defineEntity } from '../schema/define-entity';

export const customersV3 = defineEntity({
  setName: 'CustomersV3',
  typeName: 'CustomerV3',
  aotName: 'CustCustomerV3Entity',
  label: '@SYS342805',
  key: ['dataAreaId', 'CustomerAccount'],
  mandatory: ['CustomerGroupId', 'SalesCurrencyCode'],
  // Inferred: record ids and what is computed from other fields.
  readOnly: [
    'FullPrimaryAddress',
    'AddressRecordId',
    'PrimaryContactEmailRecordId',
    'PrimaryContactPhoneRecordId',
    'PrimaryContactFaxRecordId',
    'PrimaryContactURLRecordId',
  ],
  dataSources: 6,
  firstRecordId: 5637144576,
  properties: `
    String: dataAreaId CustomerAccount PartyType PartyNumber OrganizationName NameAlias KnownAs
      CustomerGroupId SalesCurrencyCode LanguageId PersonFirstName PersonMiddleName PersonLastName
      OrganizationNumber IdentificationNumber PrimaryContactEmail PrimaryContactEmailDescription
      PrimaryContactEmailPurpose PrimaryContactPhone PrimaryContactPhoneExtension PrimaryContactFax
      PrimaryContactURL FullPrimaryAddress AddressDescription AddressStreet AddressStreetNumber
      AddressBuildingComplement AddressCity AddressCounty AddressState AddressZipCode
      AddressCountryRegionId AddressCountryRegionISOCode AddressDistrictName AddressLocationId
      AddressLocationRoles AddressBooks DeliveryAddressStreet DeliveryAddressCity DeliveryAddressZipCode
      DeliveryAddressCountryRegionId InvoiceAddressStreet InvoiceAddressCity InvoiceAddressZipCode
      InvoiceAddressCountryRegionId InvoiceAccount CreditRating PaymentTerms PaymentMethod PaymentSchedule
      PaymentDay PaymentCashDiscount PaymentBankAccount SalesTaxGroup TaxExemptNumber DeliveryMode
      DeliveryTerms SiteId WarehouseId SalesSegmentId SalesSubsegmentId SalesDistrict LineOfBusinessId
      CompanyChain SalesMemo EmployeeResponsibleNumber ContactPersonId VendorAccount DiscountPriceGroupId
      LineDiscountCode MultiLineDiscountCode TotalDiscountCode CommissionSalesGroupId
      DefaultDimensionDisplayValue WriteoffReason CustClassificationId CredManGroupId
      AddressBrazilianCNPJOrCPF PrimaryContactFaxExtension CustomerPaymentFineCode BirthCountyCode
      PackingMaterialFeeLicenseNumber PrimaryContactTwitter DeliveryAddressCounty CURPNumber
      PrimaryContactLinkedInDescription ItemCustomerGroupId PersonProfessionalTitle
      PrimaryContactTelexDescription InvoiceAddressDistrictName SalesAccountNumber
      PrimaryContactFacebookDescription TCSGroup DeliveryAddressLocationId OrganizationPhoneticName
      DeliveryAddressCountryRegionISOCode ElectronicInvoiceEAN DeliveryFreightZone
      DeliveryAddressDescription BirthPlace PersonInitials DefaultECommerceOperator CentralBankPurposeCode
      OrderEntryDeadline ForeignerId PrimaryContactLinkedIn PartyState CentralBankPurposeNotes
      CollectionsContactPersonId PrimaryContactTwitterPurpose InvoiceAddressDescription
      NumberSequenceGroup PersonChildrenNames PersonProfessionalSuffix DestinationCode FrenchSiret
      BrazilianNIT DefaultInventoryStatusId InvoiceAddressCounty PANReferenceNumber BrazilianCNPJOrCPF
      PaymentFactoringAccount PANNumber PrimaryContactTwitterDescription BrazilianCCM ReceiptEmail
      TDSGroup SupplementaryItemGroupId PaymentSpecification FulfillmentPolicyName
      InvoiceAddressBuildingComplement CustomerPaymentFinancialInterestCode FiscalCode PrimaryContactTelex
      BrazilianIE AddressBrazilianIE InvoiceAddressStreetNumber PrimaryContactPhonePurpose
      InvoiceAddressState ReceiptCalendar DeliveryAddressState StateInscription PersonLastNamePrefix
      SalesReturnTaxGroup PrimaryContactURLDescription FederalAgencyLocationCode PersonPhoneticMiddleName
      BrazilianCNAE WithholdingTaxGroupCode NAFCode DeliveryAddressDistrictName MerchantID
      PrimaryContactFacebook DeliveryAddressBuildingComplement DeliveryAddressStreetNumber PartyCountry
      ReliefGroupId StatisticsGroupId SalesOrderPoolId FederalComments PrimaryContactPhoneDescription
      AddressPostbox CustomerRebateGroupId WarehouseOutboundShipmentProcessingPolicyName
      PackingDutyLicense NationalRegistryNumber InvoiceAddressCountryRegionISOCode
      PrimaryContactURLPurpose ChargesGroupId PrimaryContactFaxPurpose PaymentIdType
      ResidenceForeignCountryRegionId RFCNumber PersonHobbies ElectronicLocationId
      PrimaryContactLinkedInPurpose CustomerTMAGroupId DeliveryReason TaxRegistrationId SuframaNumber
      AuthorityOffice PersonPhoneticFirstName PrimaryContactTelexPurpose PrimaryContactFacebookPurpose
      BrazilianINSSCEI CommissionCustomerGroupId PrimaryContactFaxDescription InvoiceAddressLocationId
      PersonPhoneticLastName SATRegistrationName_MX TaxRegimeCode_MX CredManEligibleCreditLimitCurrency
      CredManStatusReasonId CredManNotes CredManCollectionGroupId CredManAccountStatusId
      QMSApprovedCustomerGroupId QMSCertificateOfAnalysisCustomerGroupId
    Gender: PersonGender
    DirPersonMaritalStatus: PersonMaritalStatus
    Int32: PersonAnniversaryDay PersonAnniversaryYear OrganizationNumberOfEmployees PaymentTermsBaseDays
      ConsolidationDay
    MonthsOfYear: PersonAnniversaryMonth
    ABC: OrganizationABCCode
    NoYes: PrimaryContactEmailIsIM PrimaryContactPhoneIsMobile CreditLimitIsMandatory
      IsSalesTaxIncludedInPrices IsOneTimeCustomer IsElectronicInvoice IsExternallyMaintained
      AllowOnAccount CredManExclude IsFuelSurchargeApplied IsFinalUser HasSuframaDiscountPISandCOFINS
      IsServiceDeliveryAddressBased InterCompanyAutoCreateOrders CalculateWithholdingTax
      WarehouseIsASNGenerated IsFreightAccrued ForeignResident EInvoiceRegister IRS1099CIndicator
      IsWithholdingTaxCalculated IsExpressBillOfLadingAccepted IsExcludedFromCollectionFeeCalculation
      IsTransactionPostedAsShipment PreferentialCustomer ExportSale
      CreditCardAddressVerificationIsAuthorizationVoidedOnFailure EInvoiceAttachment IsInSuframaRegion
      IsIncomingFiscalDocumentGenerated IsExcludedFromInterestChargeCalculation IsOrderNumberReferenceUsed
      IsICMSContributor WarehouseIsEntireShipmentFilled IsAllowCreateIndirectOrderLines ForeignCustomer
      OverrideSalesTax IsPurchRequestUsed IsPublicSector_IT CFDITemporaryExport_MX
      IsSimplifiedPrimaryAddress IsSimplifiedDeliveryAddress IsSimplifiedInvoiceAddress
      CredManCustUnlimitedCredit CredManWithAgency CredManTitleHeld
      QMSWillPrintCustomerSpecificCertificateOfAnalysis
    Int64: PrimaryContactEmailRecordId PrimaryContactPhoneRecordId AddressRecordId
      PrimaryContactFaxRecordId PrimaryContactURLRecordId
    Decimal: AddressLatitude AddressLongitude CreditLimit CredManEligibleCreditMax
      DeliveryAddressLongitude InvoiceAddressLongitude InvoiceAddressLatitude DeliveryAddressLatitude
      CredManCustCreditMaxAlt
    Timezone: AddressTimeZone InvoiceAddressTimeZone DeliveryAddressTimeZone
    UtcDateTime: AddressValidFrom AddressValidTo DeliveryAddressValidFrom DeliveryAddressValidTo
      InvoiceAddressValidTo InvoiceAddressValidFrom
    InvoiceOrderAccount: InvoiceAddress
    CustVendorBlocked: OnHoldStatus
    CustAccountStatement: AccountStatement
    UseCashDisc: PaymentUseCashDiscount
    MCRSOAllocPriority: Priority
    Date: CredManCustomerSince CredManCreditLimitExpiryDate CredManEligibleCreditLimitDate
      CredManCreditLimitDate CredManNextSchedReviewDate CredManLastReviewDate CredManBusinessStarted
    EFDocPresenceType_BR: TransactionPresenceType
    PaymentStub: GiroTypeProjInvoice GiroTypeAccountStatement GiroTypeCollectionletter GiroType
      GiroTypeFreeTextInvoice GiroTypeInterestNote
    CreditCardCVC: CreditCardCVC
    CustomerType_IN: CustomerType
    FederalNonFederalIndicatorCode: FederalIndicator
    CreditCardAddressVerification: CreditCardAddressVerification
    RetailReceiptOptionBase: ReceiptOption
    SalesInvoicePostingType_RU: InvoicePostingType
    CustWhtContributionType_BR: CustomerWithholdingContributionType
    CustCollectionLetterCode: CollectionLetterCode
    CreditCardAddressVerificationLevel: CreditCardAddressVerificationLevel
    PANStatus_IN: PanStatus
    CompanyType_MX: CompanyType
    NatureOfAssessee_IN: NatureOfAssessee
    QMSCustomerCheckItem: QMSApprovedCustomerListCheckMethod
  `,
});
